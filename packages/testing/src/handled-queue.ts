// One queue of a test bed that has handlers. A worker exists only while it drains: nothing starts by itself in between.
import { type Handlers, type LongshoreError, type QueueDefinition, Worker, type WorkerOptions } from '@longshore/core';
import type { BedClock } from './bed-clock.js';
import { DrainTimeoutError } from './errors.js';
import { type Run, RunRecorder } from './run.js';

/** How often to look whether the queue is drained when nothing tells that a job has ended. */
const LOOK_MS = 5;
/** What expires is found by a sweep: as often as workers may. */
const SWEEP_MS = 50;

export interface HandledParts {
  readonly queue: QueueDefinition<never> | string;
  readonly handlers: Handlers<never>;
  readonly options: WorkerOptions;
  readonly clock: BedClock;
  readonly timeoutMs: number;
}

export class HandledQueue {
  readonly name: string;
  readonly #parts: HandledParts;
  /** The one that drains next. */
  #next: Worker<never>;

  /** @throws {InvalidOptionError} {@link InvalidNameError} naming the field */
  constructor(parts: HandledParts) {
    this.#parts = parts;
    this.name = typeof parts.queue === 'string' ? parts.queue : parts.queue.name;
    // What is wrong shows here, not when it first drains.
    this.#next = this.#worker();
  }

  /** Runs what is due now, and what that adds to this queue, until nothing is left. @throws {DrainTimeoutError} */
  async drain(): Promise<Run[]> {
    if (!(await this.#isDue())) return [];
    const worker = this.#next;
    let wake = () => {};
    let trouble: LongshoreError | undefined;
    const recorder = new RunRecorder(worker, this.name, () => wake());
    worker.on('error', (error) => {
      trouble = error;
    });
    const until = performance.now() + this.#parts.timeoutMs;
    worker.run();
    try {
      while (await this.#isDue()) {
        if (trouble) throw trouble;
        if (performance.now() > until) throw this.#late(worker, recorder.runs);
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, LOOK_MS);
        });
      }
    } finally {
      // Waits for what is under way, so that every run has its end in the list.
      await worker.close({ deadline: '1s' });
      this.#next = this.#worker();
    }
    return recorder.runs;
  }

  close(): Promise<void> {
    return this.#next.close();
  }

  async #isDue(): Promise<boolean> {
    return (await this.#parts.clock.due(this.name)).now;
  }

  #late(worker: Worker<never>, runs: readonly Run[]): DrainTimeoutError {
    const running = worker.running > 0 ? runs.at(-1)?.name : undefined;
    return new DrainTimeoutError(this.name, this.#parts.timeoutMs, runs.length, running);
  }

  /** One slot and nothing ahead: jobs run one after the other, in the order of the queue. */
  #worker(): Worker<never> {
    const { queue, handlers, options } = this.#parts;
    return new Worker(queue, handlers, { ...options, concurrency: 1, prefetch: 0, autorun: false, sweep: SWEEP_MS });
  }
}
