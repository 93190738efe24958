// When a failed attempt is followed by another, and after how long.
import { type Duration, durationMs } from '../duration.js';
import { InvalidOptionError } from '../errors.js';
import { duration, number, oneOf, readOptions } from '../options.js';

/** The wait before the next attempt: a duration (the same each time), or a policy. */
export type Backoff =
  | Duration
  | {
      /** `fixed`: the same delay each time. `exponential`: doubled each time. */
      type: 'fixed' | 'exponential';
      /** The first delay. Default `'1s'`. */
      delay?: Duration;
      /** The longest delay. Default `'10m'`. */
      max?: Duration;
      /** The share of the delay that is random, from 0 to 1: 0.5 takes something between half the delay and all of it. Default 0.5. */
      jitter?: number;
    };

/** A backoff with everything filled in, as the message carries it. */
export interface BackoffPolicy {
  readonly type: 'fixed' | 'exponential';
  readonly delay: number;
  readonly max: number;
  readonly jitter: number;
}

/** Exponential from 1 s to 10 min, half of it random, so that jobs that failed together do not come back together. */
export const DEFAULT_BACKOFF: BackoffPolicy = { type: 'exponential', delay: 1000, max: 600_000, jitter: 0.5 };

/** Checks a backoff and fills it in. @throws {InvalidOptionError} */
export function readBackoff(value: unknown, field: string): BackoffPolicy {
  if (typeof value === 'number' || typeof value === 'string') {
    const delay = durationMs(value, field);
    return { type: 'fixed', delay, max: delay, jitter: 0 };
  }
  const table = { type: oneOf('fixed', 'exponential'), delay: duration(), max: duration(), jitter: number(0, 1) };
  const read = readOptions(value, table, field);
  if (!read.type) throw new InvalidOptionError(`${field}.type`, 'expected fixed or exponential');
  const policy = { ...DEFAULT_BACKOFF, ...read, type: read.type };
  return { ...policy, max: Math.max(policy.max, policy.delay) };
}

/** The wait in ms after the `failures`-th failed attempt (from 1). */
export function backoffMs(policy: BackoffPolicy, failures: number, random: () => number = Math.random): number {
  const grown = policy.type === 'fixed' ? policy.delay : policy.delay * 2 ** Math.min(failures - 1, 50);
  return Math.round(Math.min(grown, policy.max) * (1 - policy.jitter * random()));
}
