// The operator's side of a queue: what people and programs do with its jobs. Looking is in
// inspected-queue.ts, producing in queue.ts.
import { JobActiveError } from '../errors.js';
import { readJobId, readReason } from '../options.js';
import { cancel, pause } from '../redis/control.js';
import { remove } from '../redis/scripts.js';
import { InspectedQueue } from './inspected-queue.js';
import { QueueLimits } from './queue-limits.js';

/** A queue as its operators use it. */
export class OperatedQueue extends InspectedQueue {
  /** Limits of rate, concurrency and depth, over all workers. */
  readonly limits = new QueueLimits(() => this.link);

  /**
   * No worker starts a job of this queue from now on; what runs goes on, and adding goes on. Repeating it changes nothing.
   *
   * @returns false when it was paused already
   */
  async pause(): Promise<boolean> {
    const { connection, keys } = this.link;
    return await pause.run(connection, keys, { paused: true });
  }

  /** Ends a pause. @returns false when it was not paused */
  async resume(): Promise<boolean> {
    const { connection, keys } = this.link;
    return await pause.run(connection, keys, { paused: false });
  }

  /**
   * Cancels a job. One that has not started ends as cancelled at once. One that runs is told to stop (`job.signal`, reason `cancelled`) and
   * ends as cancelled, unless it completes before it heeds that. Cancelling again is safe.
   *
   * @param reason at most 1,000 characters; it is kept, and part of the error that `result()` throws
   * @returns `'cancelled'`, `'ordered'` (it runs, and was told), `'ended'` (it had ended before) or `'missing'`
   * @example await queue.cancel(job.id, 'the customer changed their mind');
   */
  async cancel(id: string, reason = 'cancelled'): Promise<'cancelled' | 'ordered' | 'ended' | 'missing'> {
    const { connection, keys } = this.link;
    const input = { ids: [readJobId(id, 'id')], reason: readReason(reason, 'reason') };
    const [outcome] = await cancel.run(connection, keys, input);
    return outcome ?? 'missing';
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
