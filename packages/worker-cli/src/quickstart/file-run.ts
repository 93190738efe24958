// The files of a run on their way: each is a job, and how each job ends is heard of and counted here.
import { setTimeout as rest } from 'node:timers/promises';
import { ClosedError, JobFailedError, type JobHandle } from '@longshore/core';
import type { FileQueue, Measured, RunNotice } from './file-jobs.js';

/** A run that hears nothing for so long has lost jobs, and says so. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 20;

export interface FileRunCallbacks {
  readonly onChange: (notice: RunNotice) => void;
  readonly onMeasured: (path: string, measured: Measured) => void;
  readonly onFailed: (path: string, why: string) => void;
}

export class FileRun {
  /** The last result of each file. */
  readonly results = new Map<string, Measured>();
  readonly #queue: FileQueue;
  readonly #callbacks: FileRunCallbacks;
  #notice: RunNotice = { total: 0, completed: 0, failed: 0, recovered: 0 };
  #heardAt = performance.now();

  constructor(queue: FileQueue, callbacks: FileRunCallbacks) {
    this.#queue = queue;
    this.#callbacks = callbacks;
  }

  get notice(): RunNotice {
    return this.#notice;
  }

  /** Jobs that have not ended, as far as is known here. */
  get open(): number {
    return this.#notice.total - this.#notice.completed - this.#notice.failed;
  }

  /** Adds a job for each file. */
  async add(paths: readonly string[]): Promise<void> {
    const jobs = await this.#queue.addBulk(paths.map((path) => ({ name: 'measure', data: { path } })));
    this.#change({ total: this.#notice.total + jobs.length });
    for (const [i, job] of jobs.entries()) void this.#follow(job, paths[i] ?? '');
  }

  /** Jobs of a dead worker were put back. */
  recovered(count: number): void {
    this.#change({ recovered: this.#notice.recovered + count });
  }

  /** Resolves when all jobs have ended, when `signal` says so, or when nothing has been heard of for long. */
  async settled(signal: AbortSignal): Promise<void> {
    while (this.open > 0 && !signal.aborted && performance.now() - this.#heardAt < PATIENCE_MS) await rest(LOOK_MS);
  }

  async #follow(job: JobHandle<Measured>, path: string): Promise<void> {
    try {
      const measured = await job.result();
      this.results.set(path, measured);
      this.#change({ completed: this.#notice.completed + 1 });
      this.#callbacks.onMeasured(path, measured);
    } catch (error) {
      if (error instanceof ClosedError) return;
      // What did not fail and has no result is lost: it stays open, and is counted as that in the end.
      if (error instanceof JobFailedError) this.#change({ failed: this.#notice.failed + 1 });
      this.#callbacks.onFailed(path, (error as Error).message);
    }
  }

  #change(change: Partial<RunNotice>): void {
    this.#notice = { ...this.#notice, ...change };
    this.#heardAt = performance.now();
    this.#callbacks.onChange(this.#notice);
  }
}
