// The producer's side of a queue.
import { InvalidOptionError, QueueFullError } from '../errors.js';
import type { AnyJobs, InputOf, JobTypes, NameOf, QueueDefinition, ResultOf } from '../job/contract.js';
import type { AddOptions } from '../job/job-options.js';
import { ProducerMetrics } from '../observe/metrics.js';
import type { Telemetry } from '../observe/telemetry.js';
import { readJobId } from '../options.js';
import type { Outgoing } from '../redis/enqueue.js';
import { registryKey } from '../redis/keys.js';
import { Enqueuer } from './enqueuer.js';
import { JobHandle } from './job-handle.js';
import type { QueueOptions } from './open-queue.js';
import { OperatedQueue } from './operated-queue.js';
import { type GivenJob, prepareChecked, prepareJob, readEntry } from './prepare-job.js';
import type { QueueLink } from './queue-link.js';
import { QueueSchedules } from './queue-schedules.js';

/** One job of `addBulk`. */
export type BulkJob<J extends JobTypes = AnyJobs> = {
  [N in NameOf<J>]: { name: N; data: InputOf<J, N>; options?: AddOptions };
}[NameOf<J>];

/**
 * Adds jobs to a queue and follows them.
 *
 * @example
 * const queue = new Queue('mail', { connection: 'redis://127.0.0.1:6379' });
 * const job = await queue.add('welcome', { to: 'a@b.c' }, { delay: '5m', attempts: 3 });
 * const result = await job.result({ timeout: '10m' });
 * await queue.close();
 */
export class Queue<J extends JobTypes = AnyJobs> extends OperatedQueue {
  /** What makes a job again and again. */
  readonly schedules: QueueSchedules<J>;
  readonly #enqueuer: Enqueuer;
  readonly #metrics: ProducerMetrics;
  /** It has schemas or a codec, which may be asynchronous. */
  readonly #isChecked: boolean;
  #isListed = false;

  /** @throws {InvalidOptionError} {@link InvalidNameError} naming the field */
  constructor(queue: QueueDefinition<J> | string, options: QueueOptions) {
    super(queue as QueueDefinition<JobTypes> | string, options);
    const { definition, deadlineMs, registry } = this.settings;
    this.#isChecked = definition.codec !== undefined || Object.keys(definition.schemas).length > 0;
    this.#enqueuer = new Enqueuer(this.link.connection, this.link.keys, deadlineMs);
    this.#metrics = new ProducerMetrics(this.name, registry);
    const send = (name: string, job: Outgoing) => this.#send<unknown>(this.link, name, job);
    this.schedules = new QueueSchedules({ link: () => this.link, definition, send, enter: () => this.#enter() });
  }

  /**
   * Adds a job. The calls of one tick travel together.
   *
   * @param data must survive JSON unchanged and have at most 1 MiB of it
   * @returns a handle; its `created` is false when `jobId` or the unique key was taken: it is then a handle of the job that has it
   * @throws {InvalidOptionError} {@link InvalidNameError} {@link InvalidPayloadError} {@link PayloadTooLargeError} and nothing was sent
   * @throws {EnqueueTimeoutError} `ERR_ENQUEUE_TIMEOUT` when there was no answer in time: the outcome is unknown, `id` is the job's id, and
   *   adding again with it as `jobId` is safe
   * @throws {QueueFullError} `ERR_QUEUE_FULL` when the queue has a limit of its depth; nothing was added
   * @throws {RedisMemoryError} when Redis is at maxmemory; nothing was added
   */
  async add<N extends NameOf<J>>(
    name: N,
    data: InputOf<J, N>,
    options?: AddOptions,
  ): Promise<JobHandle<ResultOf<J, N>>> {
    const link = this.link;
    const given = { name, data, options, path: '' };
    const { telemetry } = this.settings;
    if (telemetry) return this.#publish(telemetry, link, given);
    const job = this.#prepare(given);
    return this.#send(link, name, job instanceof Promise ? await job : job);
  }

  /** Apart from `add`, which would make room for the closure at each call. */
  #publish<Result>(telemetry: Telemetry, link: QueueLink, given: GivenJob): Promise<JobHandle<Result>> {
    const { name } = given;
    return telemetry.publish({ queue: this.name, name, count: 1 }, async (trace) =>
      this.#send<Result>(link, name, await this.#prepare({ ...given, trace })),
    );
  }

  #prepare(given: GivenJob): Outgoing | Promise<Outgoing> {
    const { definition } = this.settings;
    return this.#isChecked ? prepareChecked(definition, given) : prepareJob(definition, given);
  }

  async #send<Result>(link: QueueLink, name: string, job: Outgoing): Promise<JobHandle<Result>> {
    this.#enter();
    const outcome = await this.#enqueuer.add(job);
    if (outcome.is === 'created') this.#metrics.added(name);
    if (outcome.is === 'refused') throw new QueueFullError(this.name, [job.id], [0]);
    return new JobHandle(link, outcome.is === 'held' ? outcome.holder : job.id, outcome.is === 'created');
  }

  /**
   * Adds many jobs in few calls; each as a whole or not at all. All are checked before the first is sent.
   *
   * @throws what `add` throws; after an `ERR_ENQUEUE_TIMEOUT` some may have been added, after an `ERR_QUEUE_FULL` all but those whose ids
   *   and indexes the error carries
   * @example await queue.addBulk(users.map((user) => ({ name: 'welcome', data: { to: user.email } })));
   */
  async addBulk(jobs: readonly BulkJob<J>[]): Promise<JobHandle<ResultOf<J, NameOf<J>>>[]> {
    if (!Array.isArray(jobs)) throw new InvalidOptionError('jobs', 'expected an array');
    const link = this.link;
    const given = jobs.map(readEntry);
    const { telemetry } = this.settings;
    if (!telemetry) return this.#addAll(link, given);
    const call = { queue: this.name, name: undefined, count: given.length };
    return telemetry.publish(call, (trace) =>
      this.#addAll(link, trace ? given.map((job) => ({ ...job, trace })) : given),
    );
  }

  async #addAll<Result>(link: QueueLink, given: readonly GivenJob[]): Promise<JobHandle<Result>[]> {
    const prepared: Outgoing[] = [];
    for (const one of given) {
      const job = this.#prepare(one);
      prepared.push(job instanceof Promise ? await job : job);
    }
    this.#enter();
    const outcomes = await this.#enqueuer.addAll(prepared);
    const refused: number[] = [];
    const handles = outcomes.map((outcome, i) => {
      const { id } = prepared[i] as Outgoing;
      if (outcome.is === 'created') this.#metrics.added((given[i] as GivenJob).name);
      if (outcome.is === 'refused') refused.push(i);
      return new JobHandle<Result>(link, outcome.is === 'held' ? outcome.holder : id, outcome.is === 'created');
    });
    if (refused.length > 0) {
      const ids = refused.map((i) => (prepared[i] as Outgoing).id);
      throw new QueueFullError(this.name, ids, refused);
    }
    return handles;
  }

  /** A handle for a job that was added elsewhere. Does not ask Redis. */
  job(id: string): JobHandle<ResultOf<J, NameOf<J>>> {
    return new JobHandle(this.handleLink, readJobId(id, 'id'), false);
  }

  override async destroy(options: { confirm: string }): Promise<number> {
    const jobs = await super.destroy(options);
    // The next `add` enters it anew.
    this.#isListed = false;
    return jobs;
  }

  /** Enters the queue into the list of queues. A help for people: a failure harms nothing, and the next `add` tries again. */
  #enter(): void {
    if (this.#isListed) return;
    this.#isListed = true;
    this.handleLink.connection
      .command((client) => client.hset(registryKey(this.settings.prefix), this.name, Date.now()))
      .catch(() => {
        this.#isListed = false;
      });
  }
}
