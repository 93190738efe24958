// What can be done with jobs, one by one and by filter: which call of the library does it, and what its outcomes mean.
import { JobActiveError, type Queue, type WhereOptions, type WhereOutcome } from '@longshore/core';
import { LIVING, type State, UNDONE } from './job-states.js';

/** A filter as the library takes it, with its state. */
interface Filter {
  readonly state: State;
  readonly name?: string;
  readonly error?: string;
}

export interface Deed {
  readonly verb: 'retry' | 'cancel' | 'promote' | 'remove';
  /** What jobs are then: `retried`. */
  readonly done: string;
  readonly describe: string;
  /** The states in which jobs can be meant. */
  readonly states: readonly State[];
  /** Those that are meant where nobody says it. */
  readonly usual: readonly State[];
  /** Outcomes that are what was asked for. */
  readonly good: readonly string[];
  /** What the other outcomes say of a job. */
  readonly otherwise: Readonly<Record<string, string>>;
  readonly one: (queue: Queue, id: string, reason: string | undefined) => Promise<string>;
  readonly where: (
    queue: Queue,
    filter: Filter,
    options: WhereOptions,
    reason: string | undefined,
  ) => Promise<WhereOutcome>;
}

const MISSING = 'is not there: it was removed, never added, or its retention has ended';
// What moves on while they are walked comes into a list that is yet to be walked.
const TOWARDS_RUNNING: readonly State[] = LIVING.toReversed();

export const RETRY: Deed = {
  verb: 'retry',
  done: 'retried',
  describe: 'Let jobs that failed, were cancelled or have expired run again',
  states: UNDONE,
  usual: ['failed'],
  good: ['retried'],
  otherwise: {
    completed: 'has completed: there is nothing to retry',
    live: 'has not ended',
    held: 'is not retried: another job has its unique key now',
    missing: MISSING,
  },
  one: (queue, id) => queue.retry(id),
  where: (queue, filter, options) => queue.retryWhere(filter as Parameters<Queue['retryWhere']>[0], options),
};

export const CANCEL: Deed = {
  verb: 'cancel',
  done: 'cancelled',
  describe: 'Cancel jobs; those that run are told to stop',
  states: TOWARDS_RUNNING,
  usual: TOWARDS_RUNNING,
  good: ['cancelled', 'ordered'],
  otherwise: { ended: 'had ended before', missing: MISSING },
  one: (queue, id, reason) => queue.cancel(id, reason),
  where: (queue, filter, options, reason) =>
    queue.cancelWhere(filter as Parameters<Queue['cancelWhere']>[0], {
      ...options,
      ...(reason === undefined ? {} : { reason }),
    }),
};

export const PROMOTE: Deed = {
  verb: 'promote',
  done: 'promoted',
  describe: 'Let delayed jobs run at once',
  states: ['delayed'],
  usual: ['delayed'],
  good: ['promoted'],
  otherwise: { live: 'is not delayed: it waits or runs', ended: 'has ended', missing: MISSING },
  one: (queue, id) => queue.promote(id),
  where: (queue, filter, options) => queue.promoteWhere(filter as Parameters<Queue['promoteWhere']>[0], options),
};

const REMOVABLE: readonly State[] = [...TOWARDS_RUNNING.filter((state) => state !== 'active'), ...UNDONE, 'completed'];

export const REMOVE: Deed = {
  verb: 'remove',
  done: 'removed',
  describe: 'Forget jobs that do not run, and their results',
  states: REMOVABLE,
  usual: REMOVABLE,
  good: ['removed'],
  otherwise: { active: 'runs; cancel it, and remove it when it has ended', missing: MISSING },
  one: async (queue, id) => {
    try {
      return (await queue.remove(id)) ? 'removed' : 'missing';
    } catch (error) {
      if (error instanceof JobActiveError) return 'active';
      throw error;
    }
  },
  where: (queue, filter, options) => queue.removeWhere(filter as Parameters<Queue['removeWhere']>[0], options),
};
