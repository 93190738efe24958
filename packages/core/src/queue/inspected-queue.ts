// The read side of a queue: what people and programs see of its jobs. Nothing here changes anything.
import { type HistoryOptions, type HistoryPoint, readHistory } from '../inspect/history.js';
import { type JobPage, type ListOptions, listPage } from '../inspect/list-page.js';
import { type Counts, counts } from '../redis/insight.js';
import { OpenQueue } from './open-queue.js';

/** A queue as one looks at it. */
export class InspectedQueue extends OpenQueue {
  /** How many jobs are in each state. Takes as long as there are workers, not jobs. */
  async counts(): Promise<Counts> {
    const { connection, keys } = this.link;
    return await counts.run(connection, keys, undefined);
  }

  /**
   * What happened in each minute of the last day: ended jobs, retries, how long jobs waited and ran. One point for each step, also where
   * nothing happened. Workers tell it every 10 seconds, so the last minute grows until then.
   *
   * @param options `from` and `to`: by default the last hour, at most 24 hours; `step`: default `'1m'`
   * @throws {InvalidOptionError} naming the field
   * @example const points = await queue.history({ from: new Date(Date.now() - 6 * 3_600_000), step: '15m' });
   */
  async history(options: HistoryOptions = {}): Promise<HistoryPoint[]> {
    const { connection, keys } = this.link;
    return await readHistory(connection, keys, options);
  }

  /**
   * The jobs of one state, page by page. A page is one call to Redis, of some milliseconds at most, also of a queue with a million jobs.
   * What comes and goes between two pages is shown or not; no other job is left out.
   *
   * @throws {InvalidOptionError} {@link InvalidNameError} naming the field
   * @throws {InvalidCursorError} `ERR_INVALID_CURSOR` when `cursor` is none, or one of another queue, state, order or filter
   * @example
   * let cursor: string | undefined;
   * do {
   *   const page = await queue.list({ state: 'failed', error: 'timeout', cursor });
   *   for (const job of page.jobs) console.log(job.id, job.error?.message);
   *   cursor = page.cursor;
   * } while (cursor);
   */
  async list(options: ListOptions): Promise<JobPage> {
    const { connection, keys } = this.link;
    return await listPage(connection, keys, options);
  }
}
