// Finds dead workers of one queue and puts their jobs back. It runs in every worker, with jitter and without a leader:
// the sweep script lets one through per interval for the whole fleet, and the reap script judges by the server's clock.
import type { Logger } from '../logger.js';
import type { Connection } from '../redis/connection.js';
import type { QueueKeys } from '../redis/keys.js';
import { reap, sweep } from '../redis/scripts.js';

interface ReaperSettings {
  readonly intervalMs: number;
  readonly maxCrashes: number;
  readonly keepCompletedMs: number;
  readonly keepFailedMs: number;
}

export interface ReaperParts {
  readonly keys: QueueKeys;
  readonly connection: Connection;
  readonly settings: ReaperSettings;
  readonly log: Logger;
  /** This worker's registration; undefined while it is not in the queue. */
  readonly wid: () => string | undefined;
  readonly onRecovered: (count: number, victim: string) => void;
}

/** A grave is kept this long: far longer than a blocked read of a stopped process can linger. */
const GRAVE_MS = 3_600_000;

export class Reaper {
  readonly #parts: ReaperParts;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: ReaperParts) {
    this.#parts = parts;
  }

  start(): void {
    const { intervalMs } = this.#parts.settings;
    this.#timer = setTimeout(() => void this.#sweep(), intervalMs * (0.75 + Math.random() / 2));
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** A sweep that fails is done again at the next interval, by whoever comes first: each step can be repeated. */
  async #sweep(): Promise<void> {
    const { connection, keys, settings, log } = this.#parts;
    const wid = this.#parts.wid();
    try {
      const victims =
        wid === undefined
          ? undefined
          : await sweep.run(connection, keys, {
              wid,
              intervalMs: settings.intervalMs,
              graveMs: GRAVE_MS,
              completedMs: settings.keepCompletedMs,
              failedMs: settings.keepFailedMs,
            });
      for (const victim of victims ?? []) if (wid !== undefined && !this.#stopped) await this.#reap(wid, victim);
    } catch (err) {
      log.debug({ err }, 'a sweep failed; the next one tries again');
    }
    if (!this.#stopped) this.start();
  }

  async #reap(reaper: string, victim: string): Promise<void> {
    const { connection, keys, settings, onRecovered, log } = this.#parts;
    let recovered = 0;
    for (let more = true; more && !this.#stopped; ) {
      const reaped = await reap.run(connection, keys, {
        victim,
        reason: 'died',
        reaper,
        maxCrashes: settings.maxCrashes,
      });
      recovered += reaped.unclaimed + reaped.recovered;
      more = reaped.outcome === 'reaped' && reaped.left > 0;
      if (reaped.failed > 0) log.warn({ victim, failed: reaped.failed }, 'jobs of a dead worker failed for good');
    }
    if (recovered > 0) {
      log.info({ victim, recovered }, 'put the jobs of a dead worker back');
      onRecovered(recovered, victim);
    }
  }
}
