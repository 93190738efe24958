// Keeps a number of worker processes running: one that dies is replaced, and all end together.
import { setTimeout as rest } from 'node:timers/promises';
import { QuickstartError } from './quickstart-error.js';
import type { FromWorker, WorkerOrders } from './worker-orders.js';
import { WorkerProcess } from './worker-process.js';

export interface PoolCallbacks {
  readonly onStarted: (worker: WorkerProcess) => void;
  readonly onReady: (worker: WorkerProcess) => void;
  readonly onGone: (worker: WorkerProcess, how: string) => void;
  readonly onRecovered: (worker: WorkerProcess, registration: string, count: number) => void;
  readonly onLine: (worker: WorkerProcess, line: string) => void;
}

/** A process that was asked to end and does not is ended. */
const LEAVE_MS = 5000;

export class WorkerPool {
  readonly #orders: Omit<WorkerOrders, 'letter'>;
  readonly #callbacks: PoolCallbacks;
  readonly #workers = new Set<WorkerProcess>();
  #started = 0;
  #isLeaving = false;

  constructor(orders: Omit<WorkerOrders, 'letter'>, callbacks: PoolCallbacks) {
    this.#orders = orders;
    this.#callbacks = callbacks;
  }

  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /** Resolves when all of them take jobs. @throws {QuickstartError} when one cannot start */
  async start(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.#launch()));
  }

  /** Lets all of them finish what they are doing, and end. */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    const exits = [...this.#workers].map((worker) => worker.exited);
    for (const worker of this.#workers) worker.leave();
    await Promise.race([Promise.all(exits), rest(LEAVE_MS, undefined, { ref: false })]);
    this.endNow();
    await Promise.all(exits);
  }

  /** Ends all of them without asking. */
  endNow(): void {
    this.#isLeaving = true;
    for (const worker of this.#workers) worker.signal('SIGKILL');
  }

  /** Resolves when it takes jobs; rejects when it never does. */
  #launch(): Promise<void> {
    const { onStarted, onReady, onGone, onRecovered, onLine } = this.#callbacks;
    return new Promise((resolve, reject) => {
      let isReady = false;
      const heard = (message: FromWorker) => {
        if (message.say === 'recovered') return onRecovered(worker, message.registration, message.count);
        if (message.say === 'cannot-start') return reject(new QuickstartError(message.message));
        isReady = true;
        onReady(worker);
        resolve();
      };
      const gone = (how: string) => {
        this.#workers.delete(worker);
        onGone(worker, how);
        // One that has never been ready would fail again.
        if (!isReady) reject(new QuickstartError(`a worker process ended before it was ready: ${how}`));
        else if (!this.#isLeaving) this.#launch().catch((error) => onLine(worker, error.message));
      };
      const worker = new WorkerProcess(
        { ...this.#orders, letter: letterOf(this.#started++) },
        { onMessage: heard, onLine: (line) => onLine(worker, line), onExit: gone },
      );
      this.#workers.add(worker);
      onStarted(worker);
    });
  }
}

/** A, B, … Z, A2, B2, … */
function letterOf(index: number): string {
  const round = Math.floor(index / 26);
  return String.fromCharCode(65 + (index % 26)) + (round === 0 ? '' : round + 1);
}
