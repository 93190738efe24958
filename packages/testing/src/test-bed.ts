// Queues, handlers and a clock for one test.
import {
  type AnyJobs,
  type ConnectionOption,
  type Duration,
  type Handlers,
  InvalidOptionError,
  type JobTypes,
  Queue,
  type QueueDefinition,
  type WorkerOptions,
} from '@longshore/core';
import { duration } from '@longshore/core/testing';
import type { BedClock } from './bed-clock.js';
import { HandledQueue } from './handled-queue.js';
import type { Run } from './run.js';

/** Options of a worker without those that the bed itself decides. */
export type HandleOptions = Omit<
  WorkerOptions,
  'connection' | 'prefix' | 'concurrency' | 'prefetch' | 'autorun' | 'lease' | 'beat' | 'sweep'
>;

const DECIDED = ['connection', 'prefix', 'concurrency', 'prefetch', 'autorun', 'lease', 'beat', 'sweep'] as const;

export interface BedParts {
  readonly connection: ConnectionOption & string;
  readonly prefix: string;
  readonly clock: BedClock;
  readonly timeoutMs: number;
  readonly close: () => Promise<void>;
}

/** What a test needs of queues; made by `startTestBed`. */
export class TestBed {
  /** Where its Redis is: for the code under test that opens queues itself. */
  readonly connection: string;
  /** What its keys begin with: give it to the code under test as well. */
  readonly prefix: string;
  readonly #parts: BedParts;
  readonly #queues: { close(): Promise<void> }[] = [];
  readonly #handled = new Map<string, HandledQueue>();
  #closing: Promise<void> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: BedParts) {
    this.#parts = parts;
    this.connection = parts.connection;
    this.prefix = parts.prefix;
  }

  /** A queue of the bed, closed with it. @throws {InvalidNameError} */
  queue<J extends JobTypes = AnyJobs>(queue: QueueDefinition<J> | string): Queue<J> {
    const opened = new Queue(queue, { connection: this.connection, prefix: this.prefix });
    this.#queues.push(opened);
    return opened;
  }

  /**
   * Says what runs the jobs of a queue. They run when the bed drains, one at a time, and never by themselves.
   *
   * @throws {InvalidOptionError} naming the field, also when the queue has handlers already
   * @example bed.handle(mail, { welcome: async (job) => ({ id: await send(job.data.to) }) });
   */
  handle<J extends JobTypes = AnyJobs>(
    queue: QueueDefinition<J> | string,
    handlers: Handlers<J>,
    options: HandleOptions = {},
  ): void {
    for (const field of DECIDED) {
      if (Object.hasOwn(Object(options), field))
        throw new InvalidOptionError(`options.${field}`, 'the test bed decides this itself');
    }
    const { connection, prefix } = this;
    const { clock, timeoutMs } = this.#parts;
    if (typeof options !== 'object' || options === null || Array.isArray(options))
      throw new InvalidOptionError('options', 'expected an object');
    const handled = new HandledQueue({
      queue: queue as QueueDefinition<never> | string,
      handlers: handlers as Handlers<never>,
      options: { ...options, connection, prefix },
      clock,
      timeoutMs,
    });
    if (this.#handled.has(handled.name))
      throw new InvalidOptionError('queue', `the queue ${handled.name} has handlers already`);
    this.#handled.set(handled.name, handled);
  }

  /**
   * Runs everything that is due now, and what that adds, until nothing is left: queue by queue in the order of `handle`,
   * each in its own order. Jobs of queues and names without a handler stay where they are.
   *
   * @returns each try of a job, in order
   * @throws {DrainTimeoutError} `ERR_DRAIN_TIMEOUT` when it does not come to an end
   * @example expect(await bed.drain()).toMatchObject([{ name: 'welcome', outcome: 'completed' }]);
   */
  drain(): Promise<Run[]> {
    return this.#alone(() => this.#drain());
  }

  /**
   * Lets time pass. What becomes due on the way (delays, waits between attempts, expiry, rate limits, unique keys) does so in
   * order of time, and each time everything that is due is run.
   *
   * @param by milliseconds or a text like `'5m'`
   * @returns each try of a job, in order; what was due before comes first
   * @throws {InvalidOptionError} and what `drain` throws
   */
  advance(by: Duration): Promise<Run[]> {
    return this.#alone(() => this.#advance(duration()(by, 'by')));
  }

  /** The time of the bed: the clock on the wall, and what was advanced. `Date` itself does not move. */
  now(): Date {
    return new Date(Date.now() + this.#parts.clock.advancedMs);
  }

  /** Closes its queues; its own Redis ends, on another its keys are deleted. */
  close(): Promise<void> {
    this.#closing ??= this.#alone(async () => {
      for (const queue of [...this.#handled.values(), ...this.#queues]) await queue.close();
      await this.#parts.close();
    });
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #advance(ms: number): Promise<Run[]> {
    const { clock } = this.#parts;
    const runs = await this.#drain();
    let left = ms;
    for (;;) {
      const next = Math.min(...(await this.#nextTimes()));
      if (next > left) break;
      // What is due in this very moment needs a little, too: never stand still.
      const step = Math.max(1, next);
      await clock.advance(step);
      left -= step;
      runs.push(...(await this.#drain()));
    }
    await clock.advance(left);
    return runs;
  }

  #nextTimes(): Promise<number[]> {
    return Promise.all([...this.#handled.keys()].map(async (name) => (await this.#parts.clock.due(name)).nextMs));
  }

  async #drain(): Promise<Run[]> {
    const runs: Run[] = [];
    // A job of one queue may add to another: round after round, until one has found nothing.
    for (let before = -1; before < runs.length; ) {
      before = runs.length;
      for (const queue of this.#handled.values()) runs.push(...(await queue.drain()));
    }
    return runs;
  }

  /** One thing at a time, in the order of the calls. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
