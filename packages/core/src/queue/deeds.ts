// What can be done with many jobs at once: in which states they may be, and which script does it.
import { cancel } from '../redis/control.js';
import { promote, remove, retry } from '../redis/steering.js';
import type { Deed } from './steer-where.js';

/** States of jobs that have not ended. */
export const LIVING = ['waiting', 'prioritized', 'delayed', 'parked', 'suspect', 'active'] as const;
/** States of jobs that can be retried. */
export const RETRIED = ['failed', 'cancelled', 'expired'] as const;
/** States of jobs that can be removed: all but those that run. */
export const REMOVED = ['waiting', 'prioritized', 'delayed', 'parked', 'suspect', 'completed', ...RETRIED] as const;

const count = (outcomes: readonly string[], ...wanted: string[]): number =>
  outcomes.filter((outcome) => wanted.includes(outcome)).length;

export const RETRY: Deed = {
  states: RETRIED,
  state: 'failed',
  order: () => 'oldest',
  act: async ({ connection, keys }, ids) => count(await retry.run(connection, keys, { ids }), 'retried'),
};

export const PROMOTE: Deed = {
  states: ['delayed'],
  state: 'delayed',
  order: () => 'oldest',
  act: async ({ connection, keys }, ids) => count(await promote.run(connection, keys, { ids }), 'promoted'),
};

/** The newest first: what is added meanwhile is then behind, and the oldest are being taken. */
export const cancelBecause = (reason: string): Deed => ({
  states: LIVING,
  order: () => 'newest',
  act: async ({ connection, keys }, ids) =>
    count(await cancel.run(connection, keys, { ids, reason }), 'cancelled', 'ordered'),
});

export const REMOVE: Deed = {
  states: REMOVED,
  order: (state) => ((LIVING as readonly string[]).includes(state) ? 'newest' : 'oldest'),
  act: async ({ connection, keys }, ids, state) => count(await remove.run(connection, keys, { ids, state }), 'removed'),
};
