import type { Job } from '@longshore/core';

/** Rejects with the reason of the job's signal when the run shall stop. */
export const aborted = (job: Job) =>
  new Promise<never>((_resolve, reject) => {
    job.signal.addEventListener('abort', () => reject(job.signal.reason));
  });

/** What the `result()` of a job rejects with whose only attempt took too long. */
export const TIMED_OUT = { attempts: 1, failure: { name: 'JobTimeoutError', code: 'ERR_JOB_TIMEOUT' } };
