// What a handler gets.

import { InvalidOptionError, StaleJobError } from '../errors.js';
import { toJson } from '../job/json-value.js';
import type { Message } from '../job/message.js';
import { type TraceContext, traceOf } from '../job/trace-context.js';
import type { Connection } from '../redis/connection.js';
import type { QueueKeys } from '../redis/keys.js';
import { checkpoint, log } from '../redis/run-notes.js';
import { progress } from '../redis/scripts.js';
import type { Untyped } from '../untyped.js';
import type { Claim } from './claim.js';

/** The most UTF-16 units that a line of a log may have; a longer one is cut. */
const LONGEST_LINE = 4096;

/** How a running job reaches Redis. */
export interface JobLink {
  readonly connection: Connection;
  readonly keys: QueueKeys;
  /** The name of the queue. */
  readonly queue: string;
}

/** The progress of a running job: a notice board that only this run may post on. */
export class JobProgress {
  readonly #link: JobLink;
  readonly #claim: Claim;

  constructor(link: JobLink, claim: Claim) {
    this.#link = link;
    this.#claim = claim;
  }

  /**
   * Posts a value: it stays as the job's last progress and is announced to whoever watches. Posting again after a failure is safe.
   *
   * @throws {StaleJobError} `ERR_STALE_JOB` when this run no longer owns the job
   * @throws {RedisUnavailableError} {@link CommandTimeoutError} when Redis cannot be reached; whether it was posted is unknown
   * @example await job.progress.post({ percent: 40 });
   */
  async post(value: unknown): Promise<{ seq: number; at: number }> {
    const json = toJson(value, 'progress');
    const posted = await progress.run(this.#link.connection, this.#link.keys, { ...holder(this.#claim), value: json });
    if (!posted) throw new StaleJobError(this.#claim.id);
    return posted;
  }
}

/** What proves to a script that this run owns its job. @throws {StaleJobError} when it is known here that it does not */
function holder({ id, wid, held, isOver }: Claim) {
  if (isOver) throw new StaleJobError(id);
  return { id, wid, held };
}

/** A line of at most so many units, without half a character at its end. */
function cut(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  return `${line.slice(0, LONGEST_LINE - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** A job as its handler sees it. */
export class Job<Data = Untyped> {
  readonly id: string;
  readonly name: string;
  readonly data: Data;
  /** Which attempt this is, from 1. Crashes of workers are not attempts. */
  readonly attempt: number;
  /** When the job was added, Redis ms. */
  readonly addedAt: number;
  /** Where it stands in a trace, as its producer said; undefined where it did not. */
  readonly trace: TraceContext | undefined;
  readonly #claim: Claim;
  readonly #link: JobLink;
  #progress: JobProgress | undefined;
  #hasCheckpoint: boolean;

  constructor(claim: Claim, message: Message, data: Data, link: JobLink) {
    this.id = claim.id;
    this.name = message.name;
    this.data = data;
    this.attempt = claim.failures + 1;
    this.addedAt = message.addedAt;
    const { trace } = message.options;
    this.trace = trace === undefined ? undefined : traceOf(trace);
    this.#claim = claim;
    this.#link = link;
    this.#hasCheckpoint = claim.hasCheckpoint;
  }

  /** The name of the queue that it came from. */
  get queue(): string {
    return this.#link.queue;
  }

  /** `<worker>/<claim number>`: the number rises with each claim of this job. Write it beside what the handler writes, to fence late writes. */
  get token(): string {
    return this.#claim.token;
  }

  /** Aborted with a {@link JobAbortedError} when the run shall stop; its `reason` tells why. */
  get signal(): AbortSignal {
    return this.#claim.signal;
  }

  get progress(): JobProgress {
    this.#progress ??= new JobProgress(this.#link, this.#claim);
    return this.#progress;
  }

  /**
   * Keeps how far this job has got, in place of what was kept before. The next run finds it by `restore()`: after a failed attempt, a
   * hand-back, or the death of the worker. It goes with the job. Repeating a call that failed is safe.
   *
   * @param state JSON of at most 1 MiB
   * @throws {InvalidPayloadError} {@link PayloadTooLargeError} when it is not that
   * @throws {StaleJobError} `ERR_STALE_JOB` when this run no longer owns the job
   * @throws {RedisUnavailableError} {@link CommandTimeoutError} when Redis cannot be reached; whether it was kept is unknown
   * @example await job.checkpoint({ page: 7 });
   */
  async checkpoint(state: unknown): Promise<void> {
    const { connection, keys } = this.#link;
    const json = toJson(state, 'checkpoint');
    const kept = await checkpoint.run(connection, keys, { ...holder(this.#claim), state: json });
    if (!kept) throw new StaleJobError(this.id);
    this.#hasCheckpoint = true;
  }

  /**
   * What `checkpoint()` has kept last, in this run or an earlier one; undefined when there is none, which costs no call to Redis.
   *
   * @throws {RedisUnavailableError} {@link CommandTimeoutError} when Redis cannot be reached
   * @example const { page } = (await job.restore()) ?? { page: 0 };
   */
  async restore<State = Untyped>(): Promise<State | undefined> {
    if (!this.#hasCheckpoint) return undefined;
    const { connection, keys } = this.#link;
    const json = await connection.command((client) => client.hget(keys.run(this.id), 'checkpoint'));
    return typeof json === 'string' ? JSON.parse(json) : undefined;
  }

  /**
   * Adds a line to the job's log, with Redis's time. The last 1,000 lines of a job stay, those of earlier runs among them, and go with it.
   * A call that is repeated after a failure may write its line twice.
   *
   * @param text at most 4,096 characters; what is longer is cut
   * @throws {StaleJobError} `ERR_STALE_JOB` when this run no longer owns the job
   * @throws {RedisUnavailableError} {@link CommandTimeoutError} when Redis cannot be reached; whether it was written is unknown
   * @example await job.log(`read ${rows} rows`);
   */
  async log(text: string): Promise<void> {
    if (typeof text !== 'string') throw new InvalidOptionError('text', 'expected a text');
    const { connection, keys } = this.#link;
    const written = await log.run(connection, keys, { ...holder(this.#claim), line: cut(text) });
    if (!written) throw new StaleJobError(this.id);
  }
}
