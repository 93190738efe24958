// The hook for error reporters: a job has failed for good, and Redis has accepted it.
import type { Logger } from '../logger.js';
import type { Ending } from './ending.js';
import type { Job } from './job.js';

/** A job that has failed for good. */
export interface ExhaustedJob {
  readonly id: string;
  /** Undefined where its message cannot be read. */
  readonly name: string | undefined;
  readonly queue: string;
  /** Attempts that have failed, this one included. */
  readonly attempts: number;
  /** As the handler had it; undefined where its message cannot be read. */
  readonly job: Job | undefined;
}

/** Gets what the last attempt threw. */
export type OnExhausted = (job: ExhaustedJob, error: unknown) => unknown;

/** Calls the hook. One that throws or rejects is logged. */
export function tellExhausted(hook: OnExhausted, { claim, job, value }: Ending, queue: string, log: Logger): void {
  const failed = (err: unknown) => log.error({ err, queue, id: claim.id }, 'onExhausted failed');
  const about: ExhaustedJob = { id: claim.id, name: job?.name, queue, attempts: claim.failures + 1, job };
  // The hook may answer a promise, or anything that has a `then`.
  new Promise((resolve) => resolve(hook(about, value))).catch(failed);
}
