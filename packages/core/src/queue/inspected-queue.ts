// The read side of a queue: what people and programs see of its jobs. Nothing here changes anything but a repair that is asked for.

import { type AuditOptions, auditQueue } from '../inspect/audit.js';
import type { AuditReport } from '../inspect/audit-report.js';
import { type Explanation, explainJob } from '../inspect/explain-job.js';
import { type HistoryOptions, type HistoryPoint, readHistory } from '../inspect/history.js';
import { type JobInfo, jobInfo } from '../inspect/job-info.js';
import { type JobPage, type ListOptions, listPage } from '../inspect/list-page.js';
import { overviewOf, type QueueOverview } from '../inspect/overview.js';
import { type LogLine, readLog } from '../inspect/read-log.js';
import { type WorkerInfo, workerInfo } from '../inspect/view-workers.js';
import { readJobId } from '../options.js';
import { type Counts, counts } from '../redis/insight.js';
import { viewJob, viewStanding } from '../redis/views.js';
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
    const { connection, keys, codec } = this.link;
    return await listPage(connection, keys, options, codec);
  }

  /**
   * One job with everything that is kept of it: what it carries, its options, its attempts, its progress, how it ended.
   *
   * @returns undefined when it is not there
   * @throws {InvalidNameError} when this can be no id
   * @throws {MessageVersionError} when a newer Longshore wrote it
   * @example const job = await queue.get(id);
   */
  async get(id: string): Promise<JobInfo | undefined> {
    const { connection, keys, codec } = this.link;
    const view = await viewJob.run(connection, keys, { id: readJobId(id, 'id') });
    return view && (await jobInfo(id, view, codec));
  }

  /**
   * The lines of a job's log, the oldest first.
   *
   * @param options `limit`: only the last so many, at most 1,000. Default 100
   * @returns an empty list when it has logged nothing or is not there
   * @throws {InvalidOptionError} {@link InvalidNameError} naming the field
   * @example for (const { at, text } of await queue.logs(id)) console.log(new Date(at).toISOString(), text);
   */
  async logs(id: string, options: { limit?: number } = {}): Promise<LogLine[]> {
    const { connection, keys } = this.link;
    return await readLog(connection, keys, id, options);
  }

  /**
   * Why does this job not run? Everything that holds it up, as codes and in words; or who runs it, or how it ended.
   *
   * @returns also for a job that is not there: its `state` is then `missing`
   * @throws {InvalidNameError} when this can be no id
   * @throws {MessageVersionError} when a newer Longshore wrote the job
   * @example for (const { code, message } of (await queue.explain(id)).reasons) console.log(code, message);
   */
  async explain(id: string): Promise<Explanation> {
    const { connection, keys } = this.link;
    return await explainJob(connection, keys, readJobId(id, 'id'));
  }

  /** The queue at a glance: its counts, how long jobs wait, whether it is paused, its limits, how many workers it has. */
  async overview(): Promise<QueueOverview> {
    const { connection, keys } = this.link;
    return await overviewOf(connection, keys, this.name);
  }

  /** The workers of this queue, those that have been here longest first. */
  async workers(): Promise<WorkerInfo[]> {
    const { connection, keys } = this.link;
    const { now, workers } = await viewStanding.run(connection, keys, { id: '', state: '' });
    return workers.map((row) => workerInfo(row, now)).sort((one, other) => one.since - other.since);
  }

  /**
   * Checks, while the queue works, whether what stands in Redis is sound: each job in one place, each end in its set, sums and locks
   * right. It goes in small steps, so it takes some seconds for each 100,000 jobs, and about 60 bytes of memory for each that waits. Each finding was
   * so in one moment in Redis.
   *
   * @param options `repair`: put right what can be, each by a script that looks again; `deep`: also look, by a SCAN of the whole server,
   *   for keys that nothing leads to
   * @throws {InvalidOptionError} naming the field
   * @example const { findings } = await queue.audit({ repair: true });
   */
  async audit(options: AuditOptions = {}): Promise<AuditReport> {
    const { connection, keys } = this.link;
    return await auditQueue(connection, keys, options);
  }
}
