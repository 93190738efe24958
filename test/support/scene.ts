import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { Queue, type WorkerOptions } from '@longshore/core';
import type { EmbeddedRedis, StartOptions } from '@longshore/embedded-redis';
import { Redis } from 'ioredis';
import { Child } from './child-process.js';
import { Ledger } from './ledger.js';
import { until } from './processes.js';
import { startServer } from './servers.js';

/** What a job of these tests is told to do; see test/programs/job-runner.mjs. */
export interface Orders {
  readonly ms?: number;
  readonly block?: number;
  readonly failures?: number;
  readonly hold?: boolean;
  readonly exit?: number;
  readonly kill?: NodeJS.Signals;
  readonly heed?: boolean;
  readonly result?: unknown;
}

export interface SceneOptions extends StartOptions {
  /** Another kind of server than the one from the PATH. */
  readonly start?: (options: StartOptions) => Promise<EmbeddedRedis>;
}

export interface Tuning extends Partial<Omit<WorkerOptions, 'connection'>> {
  /** Another way to the server, such as a proxy. */
  readonly url?: string;
  readonly queues?: string[];
  /** How many workers in the process. */
  readonly count?: number;
  /** Orders that jobs give in vain here. */
  readonly ignored?: (keyof Orders)[];
  /** How long a run may go on when it was told to stop, ms. */
  readonly grace?: number;
  /** Suspects run in processes of their own. */
  readonly apart?: boolean;
  /** The program, where it is not `worker`. */
  readonly program?: string;
}

/** Short, so that recovery can be waited for; long enough for a busy machine. */
export const LEASE_MS = 1500;
const PREFIX = 'longshore';

setMaxListeners(0);

/** A server, a queue on it, the processes that work on it, and the ledger of what they did. One for each test. */
export class Scene implements AsyncDisposable {
  readonly queueName = `q-${randomUUID().slice(0, 8)}`;
  readonly ledger = new Ledger();
  readonly workers: Child[] = [];
  readonly queue: Queue;
  /** To look at Redis with, and to plant what a test needs. */
  readonly redis: Redis;
  readonly #others: Child[] = [];
  #count = 0;

  private constructor(readonly server: EmbeddedRedis) {
    this.queue = new Queue(this.queueName, { connection: server.url });
    this.redis = new Redis(server.url);
    // Some tests end the server under it.
    this.redis.on('error', () => {});
  }

  static async open({ start, ...options }: SceneOptions = {}): Promise<Scene> {
    return new Scene(await (start ?? startServer)(options));
  }

  /** What all keys of the queue begin with. */
  key(name: string): string {
    return `{${PREFIX}:${this.queueName}}:${name}`;
  }

  /** Starts a worker; `ready` is what it says when it is in the queue. */
  startWorker(tuning: Tuning = {}): Child {
    const { url = this.server.url, queues = [this.queueName], program = 'worker', ...more } = tuning;
    const { count, ignored, grace, apart, ...rest } = more;
    const log = this.ledger.file(`worker-${this.#count++}`);
    const options = { connection: url, lease: LEASE_MS, keep: { completed: 1_000_000, failed: 1_000_000 }, ...rest };
    const setup = { log: log.path, queues, options, count, ignored, grace, apart };
    const worker = new Child(program, setup, join(this.ledger.folder, 'errors'));
    log.own(worker.pid);
    this.workers.push(worker);
    return worker;
  }

  async startWorkers(count: number, tuning: Tuning = {}): Promise<Child[]> {
    const workers = Array.from({ length: count }, () => this.startWorker(tuning));
    await Promise.all(workers.map((worker) => worker.hear('ready')));
    return workers;
  }

  /** Starts a producer that adds `batch` jobs every `everyMs`. */
  startProducer(setup: {
    everyMs: number;
    batch: number;
    data: Orders;
    /** Options of each job. */
    jobOptions?: object;
    url?: string;
    deadline?: string;
  }): Child & { readonly log: string } {
    const name = `producer-${this.#count++}`;
    const { path } = this.ledger.file(name);
    const { url = this.server.url, deadline = '5s', ...rest } = setup;
    const options = { connection: url, deadline };
    const words = { log: path, queue: this.queueName, options, prefix: `${name}-`, ...rest };
    const producer = new Child('producer', words, join(this.ledger.folder, 'errors'));
    this.#others.push(producer);
    return Object.assign(producer, { log: name });
  }

  /** kill -9, written down before. Resolves once the process is gone. */
  async kill(worker: Child): Promise<void> {
    this.ledger.killed(worker.pid);
    worker.signal('SIGKILL');
    await worker.gone();
  }

  /** Adds jobs that are told to do `data`, and writes down that they were accepted. */
  async add(count: number, data: Orders = {}, options = {}): Promise<string[]> {
    const handles = await this.queue.addBulk(Array.from({ length: count }, () => ({ name: 'work', data, options })));
    for (const { id } of handles) this.ledger.accepted.add(id);
    return handles.map(({ id }) => id);
  }

  async addOne(data: Orders = {}, options = {}): Promise<string> {
    const [id] = await this.add(1, data, options);
    return id as string;
  }

  /** Lets a job end that was added with `hold`. */
  release(worker: Child, id: string): void {
    worker.say({ say: 'release', id });
  }

  /** How many jobs have ended. */
  async ended(): Promise<number> {
    const [completed, failed] = await Promise.all([
      this.redis.llen(this.key('completed')),
      this.redis.zcard(this.key('failed')),
    ]);
    return completed + failed;
  }

  /** Waits until as many jobs have ended as were accepted. */
  async drained(withinMs = 30_000): Promise<void> {
    await until(async () => (await this.ended()) >= this.ledger.accepted.size, withinMs);
  }

  /** Closes a worker by its own means. */
  async close(worker: Child, close: object = {}): Promise<void> {
    worker.say({ say: 'close', close });
    await worker.gone();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of [...this.workers, ...this.#others]) if (child.isRunning) child.signal('SIGKILL');
    await Promise.all([...this.workers, ...this.#others].map((child) => child.gone()));
    this.redis.disconnect();
    await this.queue.close();
    await this.server.stop();
    this.ledger.close();
  }
}
