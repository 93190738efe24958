// What `add` returns: a job seen from outside.
import type { Duration } from '../duration.js';
import {
  ClosedError,
  JobCancelledError,
  JobExpiredError,
  JobFailedError,
  JobRemovedError,
  ResultTimeoutError,
} from '../errors.js';
import { decodeJson } from '../job/codec.js';
import { decodeEndRecord } from '../job/end-record.js';
import type { JobState } from '../job/state.js';
import { duration, readOptions, readReason } from '../options.js';
import { type CancelOutcome, cancel } from '../redis/control.js';
import { glance, locate } from '../redis/scripts.js';
import { type JobGlance, readGlance } from './job-glance.js';
import { JobProgressBoard } from './job-progress-board.js';
import type { QueueLink } from './queue-link.js';

const UNRECORDED = { name: 'Error', message: 'the error was not recorded' };

/** A job in a queue. */
export class JobHandle<Result = unknown> {
  readonly #link: QueueLink;
  #progress: JobProgressBoard | undefined;

  constructor(
    link: QueueLink,
    readonly id: string,
    /** False when the id was taken already: nothing was added. */
    readonly created: boolean,
  ) {
    this.#link = link;
  }

  /**
   * Waits until the job has ended, and returns what its handler returned.
   *
   * @param options `timeout`: how long to wait; by default without limit. The job goes on when it is over.
   * @throws {JobFailedError} {@link JobCancelledError} {@link JobExpiredError} {@link JobRemovedError} by how it ended
   * @throws {ResultTimeoutError} when it has not ended in time
   * @throws {CodecMismatchError} {@link CodecFailedError} when a codec wrote the result and it cannot be read here
   * @example const { id } = await job.result({ timeout: '10s' });
   */
  async result(options: { timeout?: Duration } = {}): Promise<Result> {
    const timeoutMs = readOptions(options, { timeout: duration() }, 'options').timeout;
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const over = () => {
        clearTimeout(timer);
        stop();
        offClose();
      };
      const offClose = this.#link.onClose(() => {
        over();
        reject(new ClosedError('the queue'));
      });
      const stop = this.#link.results.wait(this.id, (record) => {
        over();
        try {
          resolve(this.#outcome(record));
        } catch (error) {
          reject(error);
        }
      });
      if (timeoutMs === undefined) return;
      timer = setTimeout(() => {
        over();
        reject(new ResultTimeoutError(this.id, timeoutMs));
      }, timeoutMs);
    });
  }

  /** The last progress of the job, and each newer one. */
  get progress(): JobProgressBoard {
    this.#progress ??= new JobProgressBoard(this.#link, this.id);
    return this.#progress;
  }

  /** Cancels it; see `queue.cancel`. */
  async cancel(reason = 'cancelled'): Promise<CancelOutcome> {
    const input = { ids: [this.id], reason: readReason(reason, 'reason') };
    const [outcome] = await cancel.run(this.#link.connection, this.#link.keys, input);
    return outcome ?? 'missing';
  }

  /** Where the job is now. @throws {JobRemovedError} when it is not there */
  async state(): Promise<JobState> {
    const { where, record } = await locate.run(this.#link.connection, this.#link.keys, { id: this.id });
    if (where === 'missing') throw new JobRemovedError(this.id);
    return record === undefined ? (where as JobState) : decodeEndRecord(this.id, record).state;
  }

  /**
   * How far the job is: its last progress and, once it has ended, how and when, as they stood in one moment. Brings neither
   * data nor result, which may be large.
   *
   * @returns undefined when the job is not there
   * @example
   * const glance = await job.glance();
   * console.log(glance?.state ?? glance?.progress?.value);
   */
  async glance(): Promise<JobGlance | undefined> {
    const found = await glance.run(this.#link.connection, this.#link.keys, { id: this.id });
    return found && readGlance(found);
  }

  #outcome(text: string): Result | Promise<Result> {
    if (text === '') throw new JobRemovedError(this.id);
    const record = decodeEndRecord(this.id, text);
    switch (record.state) {
      case 'completed':
        if (record.codec === undefined) return record.result as Result;
        return decodeJson(this.#link.codec, record.codec, record.result, 'result') as Promise<Result>;
      case 'failed':
        throw new JobFailedError(this.id, record.error ?? UNRECORDED, record.attempts);
      case 'cancelled':
        throw new JobCancelledError(this.id, record.reason ?? '');
      case 'expired':
        throw new JobExpiredError(this.id, record.reason ?? '');
    }
  }
}
