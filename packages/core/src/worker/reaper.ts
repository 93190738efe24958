// Finds dead workers of one queue and puts their jobs back; then expires what nobody started, and forgets what is past its
// retention, also where nothing finishes any more. It runs in every worker, with jitter and without a leader:
// the sweep script lets one through per interval for the whole fleet, and the reap script judges by the server's clock.
import type { Logger } from '../logger.js';
import type { Connection } from '../redis/connection.js';
import { expire, type Retentions, retain } from '../redis/control.js';
import type { QueueKeys } from '../redis/keys.js';
import { reap, sweep } from '../redis/scripts.js';

interface ReaperSettings {
  readonly intervalMs: number;
  readonly maxCrashes: number;
  readonly keep: Retentions;
}

export interface ReaperParts {
  readonly keys: QueueKeys;
  readonly connection: Connection;
  readonly settings: ReaperSettings;
  readonly log: Logger;
  /** This worker's registration; undefined while it is not in the queue. */
  readonly wid: () => string | undefined;
  /** It was this worker's turn to look, for the whole fleet. */
  readonly onSwept: () => void;
  readonly onRecovered: (count: number, victim: string) => void;
}

/** A grave is kept this long: far longer than a blocked read of a stopped process can linger. */
const GRAVE_MS = 3_600_000;
/** Jobs that one call expires or forgets. */
const MOST_AT_ONCE = 50;

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
            });
      if (wid !== undefined && victims !== undefined) {
        await this.#tend(wid, victims);
        this.#parts.onSwept();
      }
    } catch (err) {
      log.debug({ err }, 'a sweep failed; the next one tries again');
    }
    if (!this.#stopped) this.start();
  }

  async #tend(wid: string, victims: readonly string[]): Promise<void> {
    const { connection, keys, settings } = this.#parts;
    for (const victim of victims) if (!this.#stopped) await this.#reap(wid, victim);
    const limit = MOST_AT_ONCE;
    let looked = limit;
    while (looked === limit && !this.#stopped) looked = await expire.run(connection, keys, { wid, limit });
    let forgotten = 1;
    while (forgotten > 0 && !this.#stopped)
      forgotten = await retain.run(connection, keys, { wid, limit, keep: settings.keep });
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
