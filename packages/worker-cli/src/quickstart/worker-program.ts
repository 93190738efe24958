// The program of a worker process. It starts when its orders come, and leaves when it is told to or when its parent is gone.
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { type Job, NoticeBoard, Worker } from '@longshore/core';
import { fileQueue, type WorkerNotice, workerBoard } from './file-jobs.js';
import { measureFile } from './measure-file.js';
import { type FromWorker, LEASE, SLOTS, type ToWorker, type WorkerOrders } from './worker-orders.js';

/** How often a worker says what it is doing, at most. */
const NOTICE_MS = 100;
/** Without Redis a worker still ends by then. */
const LEAVE_WITHIN = '3s';

class WorkerProgram {
  readonly #worker;
  readonly #board;
  readonly #running = new Map<string, string>();
  #registration = '';
  #done = 0;
  #noticeDue: NodeJS.Timeout | undefined;

  constructor({ url, prefix, letter, directory, pauseMs }: WorkerOrders) {
    this.#board = new NoticeBoard<WorkerNotice>(workerBoard(letter), { connection: url, prefix });
    const handlers = {
      measure: (job: Job<{ path: string }>) => this.#measure(job, join(directory, job.data.path), pauseMs),
    };
    this.#worker = new Worker(fileQueue, handlers, { connection: url, prefix, concurrency: SLOTS, lease: LEASE });
    this.#worker.on('error', ({ message }) => console.error(message));
    this.#worker.on('recovered', ({ worker, count }) => tell({ say: 'recovered', registration: worker, count }));
  }

  ready(): Promise<void> {
    return this.#worker.ready();
  }

  async leave(): Promise<void> {
    await this.#worker.close({ deadline: LEAVE_WITHIN });
    clearTimeout(this.#noticeDue);
    await this.#board.close();
  }

  async #measure(job: Job<{ path: string }>, path: string, pauseMs: number) {
    this.#registration = job.token.split('/')[0] ?? '';
    this.#running.set(job.id, job.data.path);
    this.#announce();
    try {
      const measure = await measureFile(path, job.signal);
      await rest(pauseMs, undefined, { signal: job.signal });
      this.#done++;
      return measure;
    } finally {
      this.#running.delete(job.id);
      this.#announce();
    }
  }

  /** What changes within a moment is said together. */
  #announce(): void {
    this.#noticeDue ??= setTimeout(() => {
      this.#noticeDue = undefined;
      const running = [...this.#running].map(([id, path]) => ({ id, path }));
      // The next notice says it all again: one that is lost is no loss.
      this.#board.post({ registration: this.#registration, done: this.#done, running }).catch(() => undefined);
    }, NOTICE_MS);
  }
}

let program: WorkerProgram | undefined;
let leaving = false;

function tell(message: FromWorker): void {
  // Once the parent is gone there is nobody to tell.
  if (process.connected) process.send?.(message, () => undefined);
}

async function start(orders: WorkerOrders): Promise<void> {
  program = new WorkerProgram(orders);
  try {
    await program.ready();
    tell({ say: 'ready' });
  } catch (error) {
    tell({ say: 'cannot-start', message: (error as Error).message });
  }
}

async function leave(): Promise<void> {
  if (leaving) return;
  leaving = true;
  await program?.leave();
  process.exit(0);
}

process.on('message', (message: ToWorker) => void (message.say === 'start' ? start(message.orders) : leave()));
process.on('disconnect', () => void leave());
// Ctrl-C reaches every process of the terminal; the parent decides when this one ends.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('SIGTERM', () => void leave());
