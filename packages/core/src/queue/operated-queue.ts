// The operator's side of a queue: what people and programs see of its jobs and do with them. Producing is in queue.ts.
import { JobActiveError } from '../errors.js';
import { readJobId } from '../options.js';
import { type Counts, counts, remove } from '../redis/scripts.js';
import { OpenQueue } from './open-queue.js';

/** A queue as its operators use it. */
export class OperatedQueue extends OpenQueue {
  /** How many jobs are in each state. */
  async counts(): Promise<Counts> {
    const { connection, keys } = this.link;
    return await counts.run(connection, keys, undefined);
  }

  /**
   * Forgets a job that is not running, and its result.
   *
   * @returns false when it was not there
   * @throws {JobActiveError} `ERR_JOB_ACTIVE` when it is running
   */
  async remove(id: string): Promise<boolean> {
    const { connection, keys } = this.link;
    const outcome = await remove.run(connection, keys, { id: readJobId(id, 'id') });
    if (outcome === 'active') throw new JobActiveError(id);
    return outcome === 'removed';
  }
}
