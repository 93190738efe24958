// One worker process, seen from the parent.
import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FromWorker, ToWorker, WorkerOrders } from './worker-orders.js';

const PROGRAM = fileURLToPath(new URL('./worker-program.js', import.meta.url));

export interface WorkerCallbacks {
  readonly onMessage: (message: FromWorker) => void;
  /** A line on its standard error. */
  readonly onLine: (line: string) => void;
  readonly onExit: (how: string) => void;
}

export class WorkerProcess {
  readonly letter: string;
  readonly pid: number;
  readonly exited: Promise<void>;
  readonly #child: ChildProcess;
  #isGone = false;

  constructor(orders: WorkerOrders, { onMessage, onLine, onExit }: WorkerCallbacks) {
    this.letter = orders.letter;
    // Options such as --inspect are the parent's own.
    this.#child = fork(PROGRAM, { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.pid = this.#child.pid ?? 0;
    this.#child.on('message', (message: FromWorker) => onMessage(message));
    this.#child.on('error', () => undefined);
    if (this.#child.stderr) createInterface({ input: this.#child.stderr }).on('line', onLine);
    this.exited = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        this.#isGone = true;
        onExit(signal ?? `exit code ${code}`);
        resolve();
      });
    });
    this.#say({ say: 'start', orders });
  }

  /** Asks it to finish what it is doing and to end. */
  leave(): void {
    this.#say({ say: 'leave' });
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  #say(message: ToWorker): void {
    if (!this.#isGone && this.#child.connected) this.#child.send(message, () => undefined);
  }
}
