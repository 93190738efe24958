// Looks at all queues, again and again, over the one connection that they share. A look costs Redis
//   1. one HKEYS for the names of the queues, unless they are given, and one INFO;
//   2. three scripts for each queue, which take as long as it has workers, not jobs;
//   3. every ten seconds, for each queue: one TIME, and one or two HGETALL of the figures of an hour.
import { type HistoryPoint, LongshoreError, listQueues, Queue, redisInfo, type WorkerInfo } from '@longshore/core';
import type { ProcessSample, QueueSample, Sample } from './sample.js';

export interface SamplerSettings {
  readonly link: { readonly connection: string; readonly prefix: string };
  /** Empty: all there are. */
  readonly names: readonly string[];
}

/** Workers tell what has happened about as often. */
const RATE_EVERY_MS = 10_000;
const MINUTE_MS = 60_000;
const DEADLINE = '2s';
/** What is wrong with the connection is shown in the picture. */
const NO_LOG = { debug() {}, info() {}, warn() {}, error() {} };
const WORST_FIRST = ['blocked', 'quiet', 'alive', 'dead'] as const;

interface Seen {
  readonly queue: Queue;
  perMinute: number;
  ratedAt: number;
}

export class Sampler {
  readonly #seen = new Map<string, Seen>();
  /** While one queue is open the connection stays, also where there is no queue yet. Opening one sends nothing. */
  readonly #keeper: Queue;

  /** @throws {InvalidNameError} when a name can be none */
  constructor(readonly settings: SamplerSettings) {
    this.#keeper = this.#open('top');
    for (const name of settings.names)
      this.#seen.set(name, { queue: this.#open(name), perMinute: 0, ratedAt: -Infinity });
  }

  /** @throws {LongshoreError} when Redis does not answer within some seconds */
  async take(): Promise<Sample> {
    const [names, info] = await Promise.all([this.#names(), this.#info()]);
    this.#forgetAllBut(new Set(names));
    const looks = await Promise.all(names.map((name) => this.#look(name)));
    return {
      at: Date.now(),
      info,
      queues: looks.map(({ queue }) => queue),
      processes: processesOf(looks.map(({ queue, workers }) => ({ name: queue.name, workers }))),
    };
  }

  async close(): Promise<void> {
    this.#forgetAllBut(new Set());
    await this.#keeper.close();
  }

  #open(name: string): Queue {
    return new Queue(name, { ...this.settings.link, deadline: DEADLINE, logger: NO_LOG });
  }

  async #names(): Promise<readonly string[]> {
    return this.settings.names.length > 0 ? this.settings.names : await listQueues(this.settings.link);
  }

  async #info(): Promise<ReadonlyMap<string, string>> {
    try {
      return await redisInfo({ connection: this.settings.link.connection });
    } catch (error) {
      if (error instanceof LongshoreError && error.code === 'ERR_REDIS_PERMISSION') return new Map();
      throw error;
    }
  }

  async #look(name: string): Promise<{ queue: QueueSample; workers: readonly WorkerInfo[] }> {
    let seen = this.#seen.get(name);
    if (!seen) {
      seen = { queue: this.#open(name), perMinute: 0, ratedAt: Number.NEGATIVE_INFINITY };
      this.#seen.set(name, seen);
    }
    const { queue } = seen;
    const [overview, workers] = await Promise.all([queue.overview(), queue.workers(), this.#rate(seen)]);
    const { counts, oldestWaitingMs, paused, unhandled } = overview;
    const { waiting, prioritized, active, delayed, parked, suspect, failed } = counts;
    const numbers = { waiting: waiting + prioritized, active, delayed, parked, suspect, failed };
    const { perMinute } = seen;
    return {
      queue: { name, paused, ...numbers, perMinute, oldestWaitingMs, workers: overview.workers, unhandled },
      workers,
    };
  }

  async #rate(seen: Seen): Promise<void> {
    const now = performance.now();
    if (now - seen.ratedAt < RATE_EVERY_MS) return;
    seen.perMinute = perMinute(await seen.queue.history(), Date.now());
    seen.ratedAt = now;
  }

  /** Closing what is closed is no fault, and neither is a queue that comes back. */
  #forgetAllBut(names: ReadonlySet<string>): void {
    for (const [name, { queue }] of this.#seen) {
      if (names.has(name)) continue;
      this.#seen.delete(name);
      void queue.close();
    }
  }
}

/** Of the minute that is under way all, and of the one before as much as is still within a minute. */
export function perMinute(points: readonly HistoryPoint[], now: number): number {
  const [before, last] = [points.at(-2), points.at(-1)];
  if (!last) return 0;
  const passed = Math.min(1, Math.max(0, (now - last.at) / MINUTE_MS));
  return Math.round(endedIn(last) + (before ? endedIn(before) * (1 - passed) : 0));
}

const endedIn = ({ completed, failed, cancelled, expired }: HistoryPoint): number =>
  completed + failed + cancelled + expired;

/** Workers by their process: each queue knows its own of them. */
export function processesOf(
  queues: readonly { readonly name: string; readonly workers: readonly WorkerInfo[] }[],
): ProcessSample[] {
  const found = new Map<string, ProcessSample>();
  for (const { name, workers } of queues) {
    for (const worker of workers) {
      const { host, pid, version, slots, busy, memory, lag } = worker;
      const known = found.get(worker.process);
      const states = [worker.state, known?.state];
      const state = WORST_FIRST.find((one) => states.includes(one)) ?? worker.state;
      const names = known?.queues.includes(name) ? known.queues : [...(known?.queues ?? []), name];
      // A registration of the past knows less of the process than the present one.
      const figures = worker.state === 'dead' && known ? known : { slots, busy, memory, lag };
      found.set(worker.process, {
        process: worker.process,
        host,
        pid,
        version,
        ...pick(figures),
        state,
        queues: names,
      });
    }
  }
  return [...found.values()].sort((one, other) => one.host.localeCompare(other.host) || one.pid - other.pid);
}

const pick = ({ slots, busy, memory, lag }: Pick<ProcessSample, 'slots' | 'busy' | 'memory' | 'lag'>) => ({
  slots,
  busy,
  memory,
  lag,
});
