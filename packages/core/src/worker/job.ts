// What a handler gets.

import { StaleJobError } from '../errors.js';
import { toJson } from '../job/json-value.js';
import type { Message } from '../job/message.js';
import type { Connection } from '../redis/connection.js';
import type { QueueKeys } from '../redis/keys.js';
import { progress } from '../redis/scripts.js';
import type { Untyped } from '../untyped.js';
import type { Claim } from './claim.js';

/** How a running job reaches Redis. */
export interface JobLink {
  readonly connection: Connection;
  readonly keys: QueueKeys;
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
    const { id, wid, held } = this.#claim;
    const posted = await progress.run(this.#link.connection, this.#link.keys, {
      id,
      wid,
      held,
      value: toJson(value, 'progress'),
    });
    if (!posted) throw new StaleJobError(id);
    return posted;
  }
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
  readonly #claim: Claim;
  readonly #link: JobLink;
  #progress: JobProgress | undefined;

  constructor(claim: Claim, message: Message, data: Data, link: JobLink) {
    this.id = claim.id;
    this.name = message.name;
    this.data = data;
    this.attempt = claim.failures + 1;
    this.addedAt = message.addedAt;
    this.#claim = claim;
    this.#link = link;
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
}
