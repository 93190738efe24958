// The contracts of the scripts that only read, for people who look into a queue.
import { defineScript, type Reply } from './define-script.js';
import type { QueueKeys } from './keys.js';

const list = (reply: Reply): Reply[] => reply as Reply[];

/** How many jobs are in each state. */
export interface Counts {
  readonly waiting: number;
  /** Waiting too, with a priority of their own. */
  readonly prioritized: number;
  readonly delayed: number;
  /** Waiting for a worker that has their handler. */
  readonly parked: number;
  readonly active: number;
  /** Jobs whose workers died twice: they wait to run alone. */
  readonly suspect: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly expired: number;
}

export const counts = defineScript({
  name: 'counts',
  keyNames: [
    'waiting',
    'prioritized',
    'delayed',
    'suspects',
    'workers',
    'graves',
    'parked',
    'completed',
    'failed',
    'cancelled',
    'expired',
    'stats',
  ],
  keys: (k: QueueKeys) => [
    k.waiting,
    k.prioritized,
    k.delayed,
    k.suspects,
    k.workers,
    k.graves,
    k.parked,
    k.completed,
    k.failed,
    k.cancelled,
    k.expired,
    k.stats,
  ],
  values: (keys) => [keys.tag],
  read: (reply): Counts => {
    const [waiting = 0, prioritized = 0, delayed = 0, parked = 0, active = 0, suspect = 0, ...ended] =
      list(reply).map(Number);
    const [completed = 0, failed = 0, cancelled = 0, expired = 0] = ended;
    return { waiting, prioritized, delayed, parked, active, suspect, completed, failed, cancelled, expired };
  },
});
