import { type JobInfo, JobRemovedError } from '@longshore/core';
import type { Context } from '../context.js';
import { withFields } from '../problems/with-fields.js';

/** @throws {QueueMissingError} {@link JobRemovedError} when it is not there */
export async function foundJob({ queues }: Context, { queue, id }: { queue: string; id: string }): Promise<JobInfo> {
  const from = await queues.get(queue);
  const job = await withFields({ id: 'path.id' }, () => from.get(id));
  if (!job) throw new JobRemovedError(id);
  return job;
}
