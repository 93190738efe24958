// The limits of a queue, for all its workers and producers together. They can be changed at any time and hold at once.
import type { Duration } from '../duration.js';
import { InvalidOptionError } from '../errors.js';
import { type CurrentLimits, currentLimits } from '../inspect/current-limits.js';
import { duration, integer, oneOf, type Reader, readOptions } from '../options.js';
import { limit } from '../redis/control.js';
import type { QueueLink } from './queue-link.js';

export interface Limits {
  /** At most `max` jobs start in each period of `per`, over all workers, by Redis's clock. A token bucket: after a rest `max` may start at once. */
  rate?: { max: number; per: Duration };
  /** At most so many jobs run at the same time, over all workers. */
  concurrency?: number;
  /** At most `max` jobs wait (delayed ones included). `onFull`: `'reject'` (default) refuses new ones with `ERR_QUEUE_FULL`; `'dropOldest'` ends the oldest as expired. */
  depth?: { max: number; onFull?: 'reject' | 'dropOldest' };
}

/** A part of the limits to change; `null` lifts one, what is absent stays. */
export type LimitChanges = { [K in keyof Limits]?: Limits[K] | null };

type Fields = Record<string, string | number>;

const RATE = { max: integer(1, 1_000_000_000), per: duration(1) };
const DEPTH = { max: integer(0), onFull: oneOf('reject', 'dropOldest') };

const readRate: Reader<Fields> = (value, field) => {
  const { max, per } = value === null ? { max: '', per: '' } : readOptions(value, RATE, field);
  if (max === undefined) throw new InvalidOptionError(`${field}.max`, 'expected how many jobs may start');
  if (per === undefined) throw new InvalidOptionError(`${field}.per`, 'expected the period');
  return { rate: max, per };
};

const readConcurrency: Reader<Fields> = (value, field) => ({
  concurrency: value === null ? '' : integer(1, 1_000_000_000)(value, field),
});

const readDepth: Reader<Fields> = (value, field) => {
  const { max, onFull } = value === null ? { max: '', onFull: '' } : readOptions(value, DEPTH, field);
  if (max === undefined) throw new InvalidOptionError(`${field}.max`, 'expected how many jobs may wait');
  return { depth: max, onFull: onFull ?? 'reject' };
};

const TABLE = { rate: readRate, concurrency: readConcurrency, depth: readDepth };

/** The limits of one queue. */
export class QueueLimits {
  readonly #link: () => QueueLink;

  constructor(link: () => QueueLink) {
    this.#link = link;
  }

  /** What is set now. */
  get(): Promise<CurrentLimits> {
    return this.#change({});
  }

  /**
   * Changes limits; those that are not named stay, `null` lifts one. Workers hear of it at once. Repeating it is safe.
   *
   * @returns what is set now
   * @throws {InvalidOptionError} naming the field; nothing was changed
   * @example await queue.limits.set({ rate: { max: 100, per: '1m' }, concurrency: 5, depth: null });
   */
  async set(changes: LimitChanges): Promise<CurrentLimits> {
    const read = readOptions(changes, TABLE, 'limits');
    return this.#change({ ...read.rate, ...read.concurrency, ...read.depth });
  }

  async #change(fields: Fields): Promise<CurrentLimits> {
    const { connection, keys } = this.#link();
    const set = await limit.run(connection, keys, { fields });
    return currentLimits(new Map(Object.entries(set)));
  }
}
