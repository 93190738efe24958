// A job that runs, and posts and ends as a test tells it.
import { type Job, type JobHandle, type Queue, Worker } from '@longshore/core';
import type { ApiBed } from './api-bed.js';

type Order =
  | { readonly is: 'post'; readonly value: unknown; readonly posted: (stamp: Stamp) => void }
  | { readonly is: 'end' }
  | { readonly is: 'fail'; readonly message: string };

export interface Stamp {
  readonly seq: number;
  readonly at: number;
}

export class SteeredJob implements AsyncDisposable {
  readonly #queue: Queue;
  readonly #worker: Worker;
  readonly #orders: Order[] = [];
  #wake = (): void => undefined;
  handle!: JobHandle;

  private constructor(bed: ApiBed) {
    this.#queue = bed.queue;
    this.#worker = new Worker(bed.queueName, { steered: (job: Job) => this.#run(job) }, { connection: bed.server.url });
  }

  static async start(bed: ApiBed): Promise<SteeredJob> {
    const job = new SteeredJob(bed);
    job.handle = await job.#queue.add('steered', null);
    return job;
  }

  get id(): string {
    return this.handle.id;
  }

  post(value: unknown): Promise<Stamp> {
    return new Promise((posted) => this.#give({ is: 'post', value, posted }));
  }

  end(): void {
    this.#give({ is: 'end' });
  }

  fail(message: string): void {
    this.#give({ is: 'fail', message });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
    await this.#worker.close();
  }

  #give(order: Order): void {
    this.#orders.push(order);
    this.#wake();
  }

  async #run(job: Job): Promise<string> {
    for (;;) {
      const order = this.#orders.shift();
      if (order?.is === 'end') return 'done';
      if (order?.is === 'fail') throw new Error(order.message);
      if (order) order.posted((await job.progress.post(order.value)) as Stamp);
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
