// What operators do with jobs of a queue, one by one or many at once: cancel, retry, promote, reschedule, remove.
import type { Duration } from '../duration.js';
import { InvalidOptionError, JobActiveError } from '../errors.js';
import { date, duration, readJobId, readOptions, readReason } from '../options.js';
import { type CancelOutcome, cancel } from '../redis/control.js';
import {
  type PromoteOutcome,
  promote,
  type RescheduleOutcome,
  type RetryOutcome,
  remove,
  reschedule,
  retry,
} from '../redis/steering.js';
import { cancelBecause, type LIVING, PROMOTE, REMOVE, type REMOVED, type RETRIED, RETRY } from './deeds.js';
import { InspectedQueue } from './inspected-queue.js';
import { type JobFilter, steerWhere, WHERE_OPTIONS, type WhereOptions, type WhereOutcome } from './steer-where.js';

/** When a job shall run: after a wait, or at a time. */
export type NewTime = { delay: Duration } | { runAt: Date };

const NEW_TIME = { delay: duration(), runAt: date };
const CANCEL_OPTIONS = { ...WHERE_OPTIONS, reason: readReason };

/** A queue whose jobs can be moved. */
export class SteeredQueue extends InspectedQueue {
  /**
   * Cancels a job. One that has not started ends as cancelled at once. One that runs is told to stop (`job.signal`, reason `cancelled`) and
   * ends as cancelled, unless it completes before it heeds that. Cancelling again is safe.
   *
   * @param reason at most 1,000 characters; it is kept, and part of the error that `result()` throws
   * @returns `'cancelled'`, `'ordered'` (it runs, and was told), `'ended'` (it had ended before) or `'missing'`
   * @example await queue.cancel(job.id, 'the customer changed their mind');
   */
  async cancel(id: string, reason = 'cancelled'): Promise<CancelOutcome> {
    const { connection, keys } = this.link;
    const input = { ids: [readJobId(id, 'id')], reason: readReason(reason, 'reason') };
    const [outcome] = await cancel.run(connection, keys, input);
    return outcome ?? 'missing';
  }

  /**
   * Lets a job that failed, was cancelled or has expired run again, as if it had just been added: its attempts and crashes are counted anew,
   * and it does not expire any more. Data, checkpoint, progress and log stay. It takes its unique key again.
   *
   * @returns `'retried'`, `'completed'` (it did its work; nothing was changed), `'live'` (it has not ended), `'held'` (another job has its unique
   *   key now) or `'missing'`
   * @throws {InvalidNameError} when `id` cannot be one
   * @example if ((await queue.retry(id)) === 'held') console.log('another one is at it already');
   */
  async retry(id: string): Promise<RetryOutcome> {
    const { connection, keys } = this.link;
    const [outcome] = await retry.run(connection, keys, { ids: [readJobId(id, 'id')] });
    return outcome ?? 'missing';
  }

  /**
   * Lets a delayed job run at once; also one that waits for its next attempt.
   *
   * @returns `'promoted'`, `'live'` (it is not delayed: it waits or runs), `'ended'` or `'missing'`
   * @throws {InvalidNameError} when `id` cannot be one
   * @example await queue.promote(id);
   */
  async promote(id: string): Promise<PromoteOutcome> {
    const { connection, keys } = this.link;
    const [outcome] = await promote.run(connection, keys, { ids: [readJobId(id, 'id')] });
    return outcome ?? 'missing';
  }

  /**
   * Sets when a job that has not started is due, by Redis's clock. A time that has passed means at once, behind what waits.
   *
   * @param when `delay` from now, or `runAt`; one of them
   * @returns `'rescheduled'`, `'active'` (it runs; nothing was changed), `'ended'` or `'missing'`
   * @throws {InvalidOptionError} {@link InvalidNameError} naming the field
   * @example await queue.reschedule(id, { delay: '2h' });
   */
  async reschedule(id: string, when: NewTime): Promise<RescheduleOutcome> {
    const { connection, keys } = this.link;
    const ids = [readJobId(id, 'id')];
    const { delay, runAt } = readOptions(when ?? null, NEW_TIME, 'when');
    if ((delay === undefined) === (runAt === undefined))
      throw new InvalidOptionError('when', 'expected either delay or runAt');
    const [outcome] = await reschedule.run(connection, keys, { ids, due: runAt ? `${runAt.getTime()}` : `+${delay}` });
    return outcome ?? 'missing';
  }

  /**
   * Forgets a job that is not running, and its result. Frees its unique key.
   *
   * @returns false when it was not there
   * @throws {JobActiveError} `ERR_JOB_ACTIVE` when it is running
   */
  async remove(id: string): Promise<boolean> {
    const { connection, keys } = this.link;
    const [outcome] = await remove.run(connection, keys, { ids: [readJobId(id, 'id')] });
    if (outcome === 'active') throw new JobActiveError(id);
    return outcome === 'removed';
  }

  /**
   * Retries all jobs that match, the oldest first; see `retry`. Those that fail again meanwhile are not retried again.
   *
   * @param filter `state`: default `'failed'`; `name` and `error` narrow it
   * @returns how many matched, and how many were retried
   * @throws {InvalidOptionError} {@link InvalidNameError} naming the field; nothing was changed
   * @example const { changed } = await queue.retryWhere({ name: 'charge', error: 'ECONNREFUSED' }, { limit: 1000 });
   */
  async retryWhere(
    filter: Partial<JobFilter<(typeof RETRIED)[number]>>,
    options: WhereOptions = {},
  ): Promise<WhereOutcome> {
    return await steerWhere(this.link, RETRY, filter, options);
  }

  /**
   * Lets all delayed jobs that match run at once, the soonest first; see `promote`.
   *
   * @returns how many matched, and how many were promoted
   * @throws {InvalidOptionError} {@link InvalidNameError} naming the field; nothing was changed
   * @example await queue.promoteWhere({ name: 'reminder' });
   */
  async promoteWhere(filter: Partial<JobFilter<'delayed'>>, options: WhereOptions = {}): Promise<WhereOutcome> {
    return await steerWhere(this.link, PROMOTE, filter, options);
  }

  /**
   * Cancels all jobs that match, the newest first; see `cancel`. Those that run, or have started since they were found, are told to stop.
   *
   * @param options also `reason`: default `'cancelled'`
   * @returns how many matched, and how many were cancelled or told to stop
   * @throws {InvalidOptionError} {@link InvalidNameError} naming the field; nothing was changed
   * @example await queue.cancelWhere({ state: 'waiting', name: 'newsletter' }, { reason: 'wrong edition' });
   */
  async cancelWhere(
    filter: JobFilter<(typeof LIVING)[number]>,
    options: WhereOptions & { reason?: string } = {},
  ): Promise<WhereOutcome> {
    const { reason = 'cancelled', ...rest } = readOptions(options, CANCEL_OPTIONS, 'options');
    return await steerWhere(this.link, cancelBecause(reason), filter, rest);
  }

  /**
   * Removes all jobs that match and are not running; see `remove`.
   *
   * @returns how many matched, and how many were removed
   * @throws {InvalidOptionError} {@link InvalidNameError} naming the field; nothing was changed
   * @example const { matched } = await queue.removeWhere({ state: 'failed', name: 'old-kind' }, { dryRun: true });
   */
  async removeWhere(filter: JobFilter<(typeof REMOVED)[number]>, options: WhereOptions = {}): Promise<WhereOutcome> {
    return await steerWhere(this.link, REMOVE, filter, options);
  }
}
