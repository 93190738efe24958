// The producer's side of a queue.
import type { Registry } from 'prom-client';
import type { Duration } from '../duration.js';
import { ClosedError, InvalidOptionError, JobActiveError, type LongshoreError } from '../errors.js';
import {
  type AnyJobs,
  type InputOf,
  type JobTypes,
  type NameOf,
  type QueueDefinition,
  type ResultOf,
  readDefinition,
} from '../job/contract.js';
import type { AddOptions } from '../job/job-options.js';
import { type Logger, readLogger } from '../logger.js';
import { ProducerMetrics } from '../observe/metrics.js';
import { TypedEmitter } from '../observe/typed-emitter.js';
import { duration, kind, type Reader, readJobId, readOptions, readPrefix, registry } from '../options.js';
import type { Outgoing } from '../redis/enqueue.js';
import { queueKeys, registryKey } from '../redis/keys.js';
import { type Links, openLinks } from '../redis/links.js';
import { type Counts, counts, remove } from '../redis/scripts.js';
import type { ConnectionOption } from '../redis/target.js';
import { Enqueuer } from './enqueuer.js';
import { JobHandle } from './job-handle.js';
import { prepareChecked, prepareJob, readEntry } from './prepare-job.js';
import type { QueueLink } from './queue-link.js';
import { ResultWaiter } from './result-waiter.js';

export interface QueueOptions {
  /** Where Redis is: a URL, ioredis options, or an ioredis client whose settings are used. */
  connection: ConnectionOption;
  /** What all keys begin with. Default `'longshore'`. */
  prefix?: string;
  /** How long a call may take, tries included. Default `'5s'`; `'none'` waits until Redis is there. */
  deadline?: Duration | 'none';
  /** Default: pino at `warn`, JSON lines on standard error. */
  logger?: Logger;
  /** Where metrics are registered. Default prom-client's own registry. */
  registry?: Registry;
}

/** One job of `addBulk`. */
export type BulkJob<J extends JobTypes = AnyJobs> = {
  [N in NameOf<J>]: { name: N; data: InputOf<J, N>; options?: AddOptions };
}[NameOf<J>];

/** What happened to jobs, from any process. */
export type QueueEvents = {
  added: [event: { id: string; at: number }];
  active: [event: { id: string; at: number }];
  completed: [event: { id: string; at: number }];
  failed: [event: { id: string; at: number }];
  /** An attempt failed and another follows. */
  retrying: [event: { id: string; at: number }];
  /** Its worker died and it was put back. */
  recovered: [event: { id: string; at: number }];
  removed: [event: { id: string; at: number }];
  error: [error: LongshoreError];
};

const TABLE = {
  connection: ((value) => value) as Reader<unknown>,
  prefix: readPrefix,
  deadline: ((value, field) =>
    value === 'none' ? Number.POSITIVE_INFINITY : duration(50)(value, field)) as Reader<number>,
  logger: kind<Logger>('object'),
  registry,
};

const EVENTS: Record<string, Exclude<keyof QueueEvents, 'error'>> = {
  added: 'added',
  active: 'active',
  completed: 'completed',
  failed: 'failed',
  retry: 'retrying',
  recovered: 'recovered',
  removed: 'removed',
};

/** The deadline of commands other than `add`, where `add` has none. */
const COMMAND_MS = 5000;

/**
 * Adds jobs to a queue and follows them.
 *
 * @example
 * const queue = new Queue('mail', { connection: 'redis://127.0.0.1:6379' });
 * const job = await queue.add('welcome', { to: 'a@b.c' }, { delay: '5m', attempts: 3 });
 * const result = await job.result({ timeout: '10m' });
 * await queue.close();
 */
export class Queue<J extends JobTypes = AnyJobs> extends TypedEmitter<QueueEvents> {
  readonly name: string;
  readonly #definition: QueueDefinition;
  readonly #links: Links;
  readonly #link: QueueLink;
  readonly #enqueuer: Enqueuer;
  readonly #metrics: ProducerMetrics;
  readonly #prefix: string;
  readonly #hasSchemas: boolean;
  readonly #onClose = new Set<() => void>();
  #stopEvents: (() => void) | undefined;
  #isListed = false;
  #closed = false;

  /** @throws {InvalidOptionError} {@link InvalidNameError} naming the field */
  constructor(queue: QueueDefinition<J> | string, options: QueueOptions) {
    const given = readOptions(options, TABLE, 'options');
    super(readLogger(given.logger, 'options.logger'));
    if (given.connection === undefined)
      throw new InvalidOptionError(
        'options.connection',
        "expected a URL like 'redis://127.0.0.1:6379', ioredis options, or an ioredis client",
      );
    this.#definition = readDefinition(queue);
    this.name = this.#definition.name;
    this.#hasSchemas = Object.keys(this.#definition.schemas).length > 0;
    this.#prefix = given.prefix ?? 'longshore';
    const deadlineMs = given.deadline ?? COMMAND_MS;
    this.#links = openLinks(given.connection, Math.min(deadlineMs, COMMAND_MS), this.log);
    const keys = queueKeys(this.#prefix, this.name);
    const { connection, subscriber } = this.#links;
    this.#link = {
      keys,
      connection,
      subscriber,
      results: new ResultWaiter(connection, subscriber, keys, this.log),
      onClose: (callback) => {
        this.#onClose.add(callback);
        return () => this.#onClose.delete(callback);
      },
    };
    this.#enqueuer = new Enqueuer(connection, keys, deadlineMs);
    this.#metrics = new ProducerMetrics(this.name, given.registry);
  }

  /**
   * Adds a job. The calls of one tick travel together.
   *
   * @param data must survive JSON unchanged and have at most 1 MiB of it
   * @returns a handle; its `created` is false when `jobId` was taken
   * @throws {InvalidOptionError} {@link InvalidNameError} {@link InvalidPayloadError} {@link PayloadTooLargeError} and nothing was sent
   * @throws {EnqueueTimeoutError} `ERR_ENQUEUE_TIMEOUT` when there was no answer in time: the outcome is unknown, `id` is the job's id, and
   *   adding again with it as `jobId` is safe
   * @throws {RedisMemoryError} when Redis is at maxmemory; nothing was added
   */
  async add<N extends NameOf<J>>(
    name: N,
    data: InputOf<J, N>,
    options?: AddOptions,
  ): Promise<JobHandle<ResultOf<J, N>>> {
    this.#alive();
    const given = { name, data, options, path: '' };
    const definition = this.#definition;
    const job = this.#hasSchemas ? await prepareChecked(definition, given) : prepareJob(definition, given);
    if (!this.#isListed) this.#list();
    const created = await this.#enqueuer.add(job);
    if (created) this.#metrics.added(name);
    return new JobHandle(this.#link, job.id, created);
  }

  /**
   * Adds many jobs in few calls; each as a whole or not at all. All are checked before the first is sent.
   *
   * @throws what `add` throws; after an `ERR_ENQUEUE_TIMEOUT` some may have been added
   * @example await queue.addBulk(users.map((user) => ({ name: 'welcome', data: { to: user.email } })));
   */
  async addBulk(jobs: readonly BulkJob<J>[]): Promise<JobHandle<ResultOf<J, NameOf<J>>>[]> {
    if (!Array.isArray(jobs)) throw new InvalidOptionError('jobs', 'expected an array');
    this.#alive();
    const given = jobs.map(readEntry);
    const prepared: Outgoing[] = [];
    const definition = this.#definition;
    if (this.#hasSchemas) for (const job of given) prepared.push(await prepareChecked(definition, job));
    else for (const job of given) prepared.push(prepareJob(definition, job));
    if (!this.#isListed) this.#list();
    const created = await this.#enqueuer.addAll(prepared);
    for (const [i, { name }] of jobs.entries()) if (created[i]) this.#metrics.added(name);
    return prepared.map(({ id }, i) => new JobHandle(this.#link, id, created[i] === true));
  }

  /** A handle for a job that was added elsewhere. Does not ask Redis. */
  job(id: string): JobHandle<ResultOf<J, NameOf<J>>> {
    return new JobHandle(this.#link, readJobId(id, 'id'), false);
  }

  /** How many jobs are in each state. */
  async counts(): Promise<Counts> {
    this.#alive();
    return await counts.run(this.#link.connection, this.#link.keys, undefined);
  }

  /**
   * Forgets a job that is not running, and its result.
   *
   * @returns false when it was not there
   * @throws {JobActiveError} `ERR_JOB_ACTIVE` when it is running
   */
  async remove(id: string): Promise<boolean> {
    this.#alive();
    const outcome = await remove.run(this.#link.connection, this.#link.keys, { id: readJobId(id, 'id') });
    if (outcome === 'active') throw new JobActiveError(id);
    return outcome === 'removed';
  }

  /** Ends all waits and gives the connections back. Jobs stay. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopEvents?.();
    for (const end of [...this.#onClose]) end();
    this.#link.results.close();
    this.#links.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Events come through the shared subscriber, which connects when somebody first listens. */
  protected override listening(event: keyof QueueEvents & string): void {
    if (event === 'error' || this.#stopEvents || this.#closed) return;
    this.#stopEvents = this.#link.subscriber.listen(this.#link.keys.events, {
      message: (text) => this.#tell(text),
      fresh: () => undefined,
    });
  }

  #tell(text: string): void {
    const [stamp, ...lines] = text.split('\n');
    const at = Number(stamp);
    for (const line of lines) {
      const [word = '', ...ids] = line.split(' ');
      const event = EVENTS[word];
      if (event) for (const id of ids) this.emit(event, { id, at });
    }
  }

  /** Enters the queue into the list of queues. A help for people: a failure harms nothing, and the next `add` tries again. */
  #list(): void {
    this.#isListed = true;
    this.#link.connection
      .command((client) => client.hset(registryKey(this.#prefix), this.name, Date.now()))
      .catch(() => {
        this.#isListed = false;
      });
  }

  #alive(): void {
    if (this.#closed) throw new ClosedError(`the queue ${this.name}`);
  }
}
