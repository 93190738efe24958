// The states of jobs, in the order in which people ask for them: what runs, what may run next, what runs later, what has
// not ended as it should, and what has.
import type { ListedState } from '@longshore/core';

/** Of jobs that have an error or a reason. */
export const UNDONE = ['failed', 'cancelled', 'expired'] as const satisfies readonly ListedState[];

export const STATES = [
  'active',
  'suspect',
  'prioritized',
  'waiting',
  'parked',
  'delayed',
  ...UNDONE,
  'completed',
] as const satisfies readonly ListedState[];
