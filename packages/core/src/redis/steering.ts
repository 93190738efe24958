// The contracts of the scripts by which operators move jobs: retry, promote, reschedule, remove. Each takes at most
// 100 ids a call and says for each what came of it. And raze, which takes the whole queue away.
import { defineScript, keysNamed, type Reply } from './define-script.js';
import type { ListedState } from './insight.js';

/** What came of retrying a job. `live`: it has not ended. `held`: another job has its unique key. */
export type RetryOutcome = 'retried' | 'completed' | 'live' | 'held' | 'missing';

/** What came of promoting a job. `live`: it is not delayed; it waits or runs. */
export type PromoteOutcome = 'promoted' | 'live' | 'ended' | 'missing';

/** What came of rescheduling a job. */
export type RescheduleOutcome = 'rescheduled' | 'active' | 'ended' | 'missing';

/** What came of removing a job. `moved`: it is in another state than was said. */
export type RemoveOutcome = 'removed' | 'active' | 'moved' | 'missing';

interface Ids {
  readonly ids: readonly string[];
}

/** Lets jobs that failed, were cancelled or expired run again. */
export const retry = defineScript({
  name: 'retry',
  ...keysNamed('waiting', 'prioritized', 'tries', 'failed', 'cancelled', 'expired', 'fleeting', 'meta'),
  values: (keys, { ids }: Ids) => [keys.tag, ...ids],
  read: (reply: Reply) => reply as RetryOutcome[],
});

/** Makes delayed jobs due at once. */
export const promote = defineScript({
  name: 'promote',
  ...keysNamed('waiting', 'prioritized', 'delayed', 'suspects', 'tries', 'meta'),
  values: (keys, { ids }: Ids) => [keys.tag, ...ids],
  read: (reply: Reply) => reply as PromoteOutcome[],
});

/** Sets when jobs that have not started are due: `'+ms'` from now by Redis's clock, or Redis ms. */
export const reschedule = defineScript({
  name: 'reschedule',
  ...keysNamed('waiting', 'prioritized', 'delayed', 'tries', 'workers', 'graves', 'gone', 'stats'),
  values: (keys, { ids, due }: Ids & { due: string }) => [keys.tag, due, ...ids],
  read: (reply: Reply) => reply as RescheduleOutcome[],
});

/** Forgets jobs that are not running; with a state only those that are still in it. */
export const remove = defineScript({
  name: 'remove',
  ...keysNamed(
    'prioritized',
    'delayed',
    'tries',
    'failed',
    'cancelled',
    'expired',
    'expiring',
    'fleeting',
    'workers',
    'graves',
    'gone',
    'orders',
    'stats',
  ),
  values: (keys, { ids, state }: Ids & { state?: ListedState }) => [keys.tag, state ?? '', ...ids],
  read: (reply: Reply) => reply as RemoveOutcome[],
});

/** What a call of `raze` did. `jobs`: how many went; with `in use`: how many workers live. */
export interface Razed {
  readonly is: 'in use' | 'more' | 'done';
  readonly count: number;
}

/** Takes a queue away, at most `limit` jobs a call. */
export const raze = defineScript({
  name: 'raze',
  ...keysNamed(
    'waiting',
    'prioritized',
    'delayed',
    'suspects',
    'leases',
    'workers',
    'graves',
    'tries',
    'completed',
    'failed',
    'cancelled',
    'expired',
    'meta',
    'parked',
  ),
  values: (keys, input: { limit: number }) => [keys.tag, input.limit],
  read: (reply: Reply): Razed => {
    const [is, count] = reply as [Razed['is'], number];
    return { is, count };
  },
});
