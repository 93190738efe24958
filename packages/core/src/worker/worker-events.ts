import type { LongshoreError, StaleJobError } from '../errors.js';
import type { ProcessOrder } from './control.js';
import type { Job } from './job.js';

/** What a worker tells of itself and of the jobs that it runs. */
export type WorkerEvents = {
  /** A handler is about to be called. */
  active: [job: Job];
  /** Redis has the result. */
  completed: [job: Job, result: unknown];
  /** The job has failed for good. */
  failed: [job: Job | undefined, error: unknown, id: string];
  /** The job was cancelled while this worker had it; without a job where its handler was never called. */
  cancelled: [job: Job | undefined, id: string];
  /** An attempt failed and another follows after `delayMs`. */
  retrying: [job: Job, error: unknown, delayMs: number];
  /** A report came too late: the claim was gone, nothing was written. */
  stale: [error: StaleJobError];
  /** The lease was lost; running handlers were told to stop, and the worker enters anew. */
  lost: [info: { queue: string; worker: string }];
  /** Jobs of a dead worker were put back by this one. */
  recovered: [info: { queue: string; worker: string; count: number }];
  /** Redis cannot be reached, or refuses. The worker goes on trying. */
  error: [error: LongshoreError];
  /**
   * Somebody ordered this process from outside, by `orderProcess`, to take nothing new or to stop. The worker is quiet by then; where it is
   * to stop, it closes itself right after this, within 25 s unless a listener has called `close({ deadline })` by then.
   */
  ordered: [order: ProcessOrder];
  /** Registered on all its queues. */
  ready: [];
  closed: [];
};
