// A worker: handlers for one or several queues, sharing slots, one command connection and one heartbeat.
// This is the composition root; what the parts do stands in lane.ts, runner.ts, heartbeat.ts and reaper.ts. Longer than other files
// by what it tells users: a quarter of it are the docstrings of the public class.
import { hostname } from 'node:os';
import type { Duration } from '../duration.js';
import { ClosedError, type LongshoreError, RedisUnavailableError } from '../errors.js';
import type { AnyJobs, JobTypes, QueueDefinition } from '../job/contract.js';
import { randomId } from '../job/random-id.js';
import { readLogger } from '../logger.js';
import { WorkerMetrics } from '../observe/metrics.js';
import { TypedEmitter } from '../observe/typed-emitter.js';
import { duration, integer, readOptions } from '../options.js';
import { Connection } from '../redis/connection.js';
import { isPassing } from '../redis/redis-error.js';
import { Subscriber } from '../redis/subscriber.js';
import { readTarget, type Target } from '../redis/target.js';
import { VERSION } from '../version.js';
import { Consumer } from './consumer.js';
import type { ConsumerParts } from './consumer-parts.js';
import type { ProcessOrder } from './control.js';
import type { Handlers } from './handlers.js';
import { Heartbeat } from './heartbeat.js';
import { Readiness } from './readiness.js';
import { Slots } from './slots.js';
import { type EndingTold, tellEnding } from './tell-ending.js';
import type { WorkerEvents } from './worker-events.js';
import { readWorkerOptions, type WorkerOptions, type WorkerPlan } from './worker-options.js';
import { readQueues, type WorkerQueue } from './worker-queues.js';
import type { WorkerStatus } from './worker-status.js';

/** How long before its deadline `close` tells running handlers to stop, and how long before it leaves: a share of the time it has, and the most in ms. */
const ABORT_BEFORE = { share: 0.2, mostMs: 1000 };
const LEAVE_BEFORE = { share: 0.1, mostMs: 500 };
const SETTLE_POLL_MS = 5;
const REPEAT_ERROR_MS = 5000;

const PROCESS_ID = randomId();

/**
 * Runs jobs.
 *
 * @param queue what `defineQueue` returned, the name of a queue, or a list of queues with their handlers
 * @param handlers one function for all jobs, or one for each name
 * @throws {InvalidOptionError} {@link InvalidNameError} naming the field
 * @example
 * const worker = new Worker('mail', { welcome: async (job) => ({ id: await send(job.data.to) }) }, { connection: 'redis://127.0.0.1:6379' });
 * await worker.ready();
 * // …
 * await worker.close({ deadline: '25s' });
 */
export class Worker<J extends JobTypes = AnyJobs> extends TypedEmitter<WorkerEvents> {
  readonly #plan: WorkerPlan;
  readonly #connection: Connection;
  readonly #consumers: Consumer[];
  readonly #slots: Slots;
  readonly #subscriber: Subscriber;
  readonly #heartbeat: Heartbeat;
  readonly #metrics: WorkerMetrics;
  readonly #readiness = new Readiness();
  #started = false;
  #isQuiet = false;
  #isClosed = false;
  #closing: Promise<void> | undefined;
  #trouble: LongshoreError | undefined;
  #told: { code: string; at: number } = { code: '', at: 0 };

  constructor(queue: QueueDefinition<J> | string, handlers: Handlers<J>, options: WorkerOptions);
  constructor(queues: readonly WorkerQueue[], options: WorkerOptions);
  constructor(first: unknown, second: unknown, third?: unknown) {
    const several = Array.isArray(first);
    const plan = readWorkerOptions(several ? second : third);
    super(readLogger(plan.logger, 'options.logger'));
    const queues = readQueues(several ? first : [{ queue: first, handlers: second }], plan);
    const target = readTarget(plan.connection, 'options.connection');
    this.#plan = plan;
    this.#slots = new Slots(plan.concurrency, plan.order);
    this.#metrics = new WorkerMetrics(plan.registry);
    this.#connection = new Connection(target, { name: 'longshore-worker', deadlineMs: plan.deadlineMs, check: true });
    const listening = new Connection(target, { name: 'longshore-orders', deadlineMs: plan.deadlineMs, check: false });
    this.#subscriber = new Subscriber(listening, this.log);
    this.#heartbeat = new Heartbeat({
      seed: target.seed,
      leaseMs: plan.leaseMs,
      beatMs: plan.beatMs,
      maxBlockedMs: plan.maxBlockedMs,
      exitWhenBlocked: plan.exitWhenBlocked,
      log: this.log,
      load: () => ({
        busy: this.running,
        begun: this.#begun,
        slots: this.#slots.concurrency,
        leaked: this.leaked,
      }),
      onFenced: (wid) => {
        for (const consumer of this.#consumers) consumer.lane.fenced(wid);
      },
    });
    this.#consumers = queues.map((queue) => new Consumer({ ...queue, ...this.#shared(target) }));
    if (plan.autorun) this.run();
  }

  /** Starts a worker that was made with `autorun: false`. */
  run(): void {
    if (this.#closing !== undefined) throw new ClosedError('the worker');
    if (this.#started) return;
    this.#started = true;
    this.#heartbeat.start();
    for (const consumer of this.#consumers) consumer.start();
  }

  /**
   * Resolves when the worker is registered on all its queues.
   *
   * @throws {RedisUnavailableError} when Redis is not there within the command deadline; the worker goes on trying
   * @throws {LongshoreError} `ERR_REDIS_AUTH`, `ERR_REDIS_VERSION`, `ERR_REDIS_EVICTION`, … when trying again cannot help
   */
  ready(): Promise<void> {
    const { deadlineMs } = this.#plan;
    if (this.#closing !== undefined && !this.#readiness.isReached) return Promise.reject(new ClosedError('the worker'));
    return this.#readiness.wait(deadlineMs, () => {
      const trouble = this.#trouble ?? this.#connection.lastError;
      const why = trouble ? `: ${trouble.message}` : '';
      return new RedisUnavailableError(`the worker was not ready within ${deadlineMs} ms${why}; it goes on trying`);
    });
  }

  /**
   * Takes nothing new from here on: what has not started goes back, running handlers go on, and the worker stays registered with its
   * lease. Others see it as `quiet`. There is no way back but a new worker. Again, or when it is closing, it changes nothing; before
   * `run()` it makes a worker that never takes a job. Does not wait for Redis.
   */
  quiet(): void {
    if (this.#isQuiet || this.#closing !== undefined) return;
    this.#isQuiet = true;
    for (const consumer of this.#consumers) consumer.quiet();
    this.#heartbeat.quiet(true);
  }

  /** How this worker is, without asking Redis; as cheap as looking at a few numbers. */
  status(): WorkerStatus {
    const begun = this.#isQuiet ? 'quiet' : this.#readiness.isReached ? 'running' : 'starting';
    return {
      state: this.#isClosed ? 'closed' : this.#closing !== undefined ? 'closing' : begun,
      running: this.running,
      leaked: this.leaked,
      finished: this.#consumers.reduce((sum, { finished }) => sum + finished, 0),
      lagMs: this.#heartbeat.lagMs,
      queues: this.#consumers.map(({ status }) => status),
    };
  }

  /** How many handlers may run at once; can be changed while running. */
  get concurrency(): number {
    return this.#slots.concurrency;
  }

  set concurrency(value: number) {
    this.#slots.concurrency = integer(1, 100_000)(value, 'concurrency');
  }

  /** How many handlers are running. */
  get running(): number {
    return this.#slots.running;
  }

  /**
   * How many slots are taken by handlers that go on after their timeout and grace. They are among `running`, and free again when those
   * handlers end.
   */
  get leaked(): number {
    return this.#slots.leaked;
  }

  /**
   * Takes nothing new, lets running handlers finish, tells them to stop shortly before the deadline, and hands back what is left
   * without counting an attempt. Ends by the deadline, also without Redis. Calling it again changes nothing.
   *
   * @param options `deadline`: default `'25s'`
   */
  async close(options: { deadline?: Duration } = {}): Promise<void> {
    const deadlineMs = readOptions(options, { deadline: duration() }, 'options').deadline ?? 25_000;
    this.#closing ??= this.#close(deadlineMs);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(deadlineMs: number): Promise<void> {
    const endAt = performance.now() + deadlineMs;
    const before = ({ share, mostMs }: typeof ABORT_BEFORE) => endAt - Math.min(deadlineMs * share, mostMs);
    this.#readiness.fail(new ClosedError('the worker'));
    for (const consumer of this.#consumers) consumer.retire();
    this.#heartbeat.quiet(false);
    await this.#settledBy(before(ABORT_BEFORE));
    for (const consumer of this.#consumers) consumer.hand.abort('shutdown');
    await this.#settledBy(before(LEAVE_BEFORE));
    const left = Math.max(100, endAt - performance.now());
    await Promise.all(this.#consumers.map((consumer) => consumer.leave(left)));
    // Last, so that the lease lives as long as anything may still be reported.
    await this.#heartbeat.stop();
    this.#subscriber.close();
    this.#connection.close();
    this.#isClosed = true;
    this.emit('closed');
  }

  /** Waits until Redis has heard of everything that was in hand. */
  async #settledBy(time: number): Promise<void> {
    while (performance.now() < time && this.#consumers.some(({ hand, lane }) => hand.size > 0 || lane.isBusy)) {
      await new Promise((resolve) => setTimeout(resolve, SETTLE_POLL_MS));
    }
  }

  get #begun(): number {
    let sum = 0;
    for (const { lane } of this.#consumers) sum += lane.begun;
    return sum;
  }

  #shared(target: Target): Omit<ConsumerParts, 'definition' | 'handlers' | 'weight'> {
    const told: EndingTold = {
      metrics: this.#metrics,
      onExhausted: this.#plan.onExhausted,
      log: this.log,
      emit: (event, ...args) => this.emit(event, ...args),
    };
    return {
      plan: this.#plan,
      target,
      connection: this.#connection,
      subscriber: this.#subscriber,
      heartbeat: this.#heartbeat,
      slots: this.#slots,
      metrics: this.#metrics,
      log: this.log,
      about: { host: hostname(), pid: process.pid, version: VERSION, process: PROCESS_ID },
      onActive: (job) => this.emit('active', job),
      onSettled: (ending, how, queue) => tellEnding(ending, how, queue, told),
      onLost: (queue, worker) => this.emit('lost', { queue, worker }),
      onRecovered: (queue, count, worker) => {
        this.#metrics.recovered(queue, count);
        this.emit('recovered', { queue, worker, count });
      },
      onEntered: () => this.#entered(),
      onOrdered: (order, process) => this.#ordered(order, process),
      onError: (error) => this.#troubled(error),
    };
  }

  /** A worker of several queues hears it on each of them, and heeds it once. */
  #ordered(order: ProcessOrder, process: string): void {
    if (process !== PROCESS_ID || this.#closing !== undefined || (order === 'quiet' && this.#isQuiet)) return;
    this.log.info({ order }, 'ordered from outside to take nothing new');
    this.quiet();
    this.emit('ordered', order);
    if (order === 'stop') this.close().catch((err) => this.log.error({ err }, 'could not stop in order'));
  }

  #entered(): void {
    this.#told = { code: '', at: 0 };
    if (this.#readiness.isReached || this.#consumers.some(({ lane }) => lane.wid === undefined)) return;
    this.#readiness.reach();
    this.emit('ready');
  }

  /** An outage is told once, and again every few seconds, not at every try. */
  #troubled(error: LongshoreError): void {
    if (this.#closing !== undefined) return;
    this.#trouble = error;
    if (!isPassing(error)) this.#readiness.fail(error);
    const now = performance.now();
    if (error.code === this.#told.code && now - this.#told.at < REPEAT_ERROR_MS) return;
    this.#told = { code: error.code, at: now };
    this.emit('error', error);
  }
}
