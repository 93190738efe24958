import {
  type AddOptions,
  type Handlers,
  type Job,
  type Logger,
  Queue,
  type QueueOptions,
  Worker,
  type WorkerOptions,
} from '@longshore/core';
import type { EmbeddedRedis } from '@longshore/embedded-redis';
import type { Redis } from 'ioredis';
import { Registry } from 'prom-client';
import { expect } from 'vitest';
import { auditQueue } from './audit-queue.js';
import { test as base } from './server-test.js';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

/** A queue of a test's own, with workers in this process that are closed when the test is over. */
export class WorkerBed {
  readonly lines: LogLine[] = [];
  readonly registry = new Registry();
  readonly logger: Logger;
  readonly queueName: string;
  readonly #queues = new Map<string, Queue>();
  readonly #workers: Worker[] = [];
  /** Set where a test takes away jobs that had ended. */
  removals = false;

  constructor(
    readonly server: EmbeddedRedis,
    readonly redis: Redis,
    count: number,
  ) {
    this.queueName = `queue-${count}`;
    const write =
      (level: LogLine['level']) =>
      (...words: unknown[]) => {
        this.lines.push({ level, fields: words[0] as Record<string, unknown>, message: String(words[1]) });
      };
    this.logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  }

  get common() {
    return { connection: this.server.url, logger: this.logger, registry: this.registry };
  }

  /** The queue of the test, or another whose name begins like its. */
  get queue(): Queue {
    return this.queueNamed(this.queueName);
  }

  queueNamed(name: string, options: Partial<QueueOptions> = {}): Queue {
    let queue = this.#queues.get(name);
    if (!queue) {
      queue = new Queue(name, { ...this.common, ...options });
      this.#queues.set(name, queue);
    }
    return queue;
  }

  worker(handlers: Handlers<never>, options: Partial<WorkerOptions> = {}): Worker {
    return this.own(new Worker(this.queueName, handlers as Handlers<never>, { ...this.common, ...options }) as Worker);
  }

  /** Closes this worker too when the test is over. */
  own<W extends { close(options?: object): Promise<void> }>(worker: W): W {
    this.#workers.push(worker as unknown as Worker);
    return worker;
  }

  key(name: string, queue = this.queueName): string {
    return `{longshore:${queue}}:${name}`;
  }

  /** Closes everything, and looks whether the queues are left in a sound state without a trace of workers. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close({ deadline: '1s' })));
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
    if (this.server.pid === undefined) return;
    for (const queue of this.#queues.keys()) {
      expect(await auditQueue(this.redis, 'longshore', queue, { removals: this.removals })).toEqual([]);
      const left = await this.redis.keys(this.key('*', queue));
      const kinds = left.map((key) => key.slice(this.key('', queue).length).replace(/:.*/, ''));
      expect(kinds.filter((kind) => ['leases', 'workers', 'pending', 'active'].includes(kind))).toEqual([]);
    }
  }
}

interface Fixtures {
  bed: WorkerBed;
}

let beds = 0;

/** Vitest's `test` with a server for the file and a bed for each test. */
export const test = base.extend<Fixtures>({
  bed: async ({ server, redis }, use) => {
    beds += 1;
    const bed = new WorkerBed(server, redis, beds);
    await use(bed);
    await bed.close();
  },
});

/** A promise and what settles it. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/** The options of jobs that begin in each of the places where a job can wait. */
export const PLACES: { where: string; options: AddOptions }[] = [
  { where: 'waiting', options: {} },
  { where: 'prioritized', options: { priority: 4 } },
  { where: 'delayed', options: { delay: '1h' } },
];

/** A worker of one slot that a job named `hold` fills until it is opened; `ran` tells the names in their order. */
export function holdingWorker(bed: WorkerBed, options: Partial<WorkerOptions> = {}) {
  const { opened, open } = gate();
  const ran: string[] = [];
  const run = async (job: Job) => {
    ran.push(job.name);
    if (job.name === 'hold') await opened;
  };
  return { worker: bed.worker(run, { concurrency: 1, ...options }), ran, open };
}

/** What a promise was rejected with. Fails when it was not. */
export async function thrownBy(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error(`resolved to ${JSON.stringify(value)}`);
}
