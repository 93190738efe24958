// What happened, one entry for each time that a job was tried, in order.
import type { Job, Worker } from '@longshore/core';

/** One try of a job. */
export interface Run {
  readonly queue: string;
  readonly id: string;
  /** The name of the job; undefined when its message could not be read. */
  readonly name: string | undefined;
  /** Which attempt it was, from 1. */
  readonly attempt: number;
  /** `retrying`: it failed, and another attempt follows. `postponed`: the handler asked for later, or the job was handed back. */
  readonly outcome: 'completed' | 'failed' | 'retrying' | 'cancelled' | 'postponed';
  /** What the handler returned, when it completed. */
  readonly result?: unknown;
  /** What the handler threw, when it failed. */
  readonly error?: unknown;
  /** When the next attempt is due, ms from then; only when `retrying`. */
  readonly delayMs?: number;
}

/** Writes down what a worker does that runs one job at a time. */
export class RunRecorder {
  readonly runs: Run[] = [];
  readonly #queue: string;
  readonly #tell: () => void;

  /** @param tell called when something has ended */
  constructor(worker: Worker<never>, queue: string, tell: () => void) {
    this.#queue = queue;
    this.#tell = tell;
    worker.on('active', (job) => this.runs.push(this.#of(job, job.id, { outcome: 'postponed' })));
    worker.on('completed', (job, result) => this.#ended(job, job.id, { outcome: 'completed', result }));
    worker.on('failed', (job, error, id) => this.#ended(job, id, { outcome: 'failed', error }));
    worker.on('cancelled', (job, id) => this.#ended(job, id, { outcome: 'cancelled' }));
    worker.on('retrying', (job, error, delayMs) => this.#ended(job, job.id, { outcome: 'retrying', error, delayMs }));
  }

  #of(job: Job | undefined, id: string, how: Pick<Run, 'outcome' | 'result' | 'error' | 'delayMs'>): Run {
    return { queue: this.#queue, id, name: job?.name, attempt: job?.attempt ?? 1, ...how };
  }

  #ended(job: Job | undefined, id: string, how: Pick<Run, 'outcome' | 'result' | 'error' | 'delayMs'>): void {
    // The handler of this run was called: its entry is there, and open. Else it ended before.
    const at = this.runs.findLastIndex((run) => run.id === id && run.outcome === 'postponed');
    const run = this.#of(job, id, how);
    if (at === this.runs.length - 1 && at >= 0) this.runs[at] = run;
    else this.runs.push(run);
    this.#tell();
  }
}
