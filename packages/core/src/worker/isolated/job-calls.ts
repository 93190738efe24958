// What an isolated handler's process may ask of the job: these methods and nothing else.
import type { Job } from '../job.js';
import type { JobFields, JobMethod } from './ipc-protocol.js';

const METHODS: Readonly<Record<JobMethod, (job: Job, argument: unknown) => Promise<unknown>>> = {
  'progress.post': (job, value) => job.progress.post(value),
  log: (job, text) => job.log(text as string),
  checkpoint: (job, state) => job.checkpoint(state),
  restore: (job) => job.restore(),
};

/** Carries out what the other process called. Rejects as the method does. */
export async function callJob(job: Job, method: JobMethod, argument: unknown): Promise<unknown> {
  if (!Object.hasOwn(METHODS, method)) throw new TypeError(`a job has no method ${method}()`);
  return METHODS[method](job, argument);
}

/** What of a job goes to the other process. */
export function fieldsOf(job: Job): JobFields {
  const { id, name, queue, data, attempt, addedAt, token, trace } = job;
  return { id, name, queue, data, attempt, addedAt, token, trace };
}
