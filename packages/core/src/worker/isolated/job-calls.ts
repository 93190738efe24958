// What an isolated handler's process may ask of the job: these methods and nothing else.
import type { Job } from '../job.js';
import type { JobFields, JobMethod } from './ipc-protocol.js';

/** A job, with what a job may offer besides. */
export type CalledJob = Job &
  Partial<{
    log(line: string): Promise<unknown>;
    checkpoint(state: unknown): Promise<unknown>;
    readonly lastCheckpoint: unknown;
  }>;

const METHODS: Readonly<Record<JobMethod, (job: CalledJob, argument: unknown) => Promise<unknown>>> = {
  'progress.post': (job, value) => job.progress.post(value),
  log: async (job, line) => (job.log ? job.log(line as string) : missing('log')),
  checkpoint: async (job, state) => (job.checkpoint ? job.checkpoint(state) : missing('checkpoint')),
};

/** Carries out what the other process called. Rejects as the method does. */
export async function callJob(job: CalledJob, method: JobMethod, argument: unknown): Promise<unknown> {
  if (!Object.hasOwn(METHODS, method)) return missing(method);
  return METHODS[method](job, argument);
}

/** What of a job goes to the other process. */
export function fieldsOf(job: CalledJob): JobFields {
  const { id, name, data, attempt, addedAt, token, lastCheckpoint } = job;
  return { id, name, data, attempt, addedAt, token, ...(lastCheckpoint === undefined ? {} : { lastCheckpoint }) };
}

function missing(method: string): never {
  throw new TypeError(`a job has no method ${method}()`);
}
