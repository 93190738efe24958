// One worker process, seen from the supervisor: what it was told, what it says of itself, and how it ended.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ProcessState, ProcessView } from './fleet.js';
import type { FromProcess, ProcessStatus, ToProcess, WorkOrders } from './messages.js';

const PROGRAM = fileURLToPath(new URL('./worker-program.js', import.meta.url));
/** What a process that was told to stop gets beyond its time before it is killed. */
const KILL_AFTER_MS = 2000;
/** A process says something every second; one that was silent for so long could not. */
const SILENT_MS = 2500;

/** How a process ended. */
export interface Exit {
  /** For people: `SIGKILL`, `exit code 3`, and what it said before. */
  readonly how: string;
  /** The supervisor had told it to stop. */
  readonly wasOrdered: boolean;
  /** Somebody else had told it to stop, and it drained. */
  readonly wasAsked: boolean;
  readonly wasReady: boolean;
  readonly wasBlocked: boolean;
  /** It could not start, and never would. */
  readonly refusal: { readonly code: string; readonly message: string } | undefined;
  readonly livedMs: number;
  readonly finished: number;
}

export interface ProcessCallbacks {
  readonly onReady: (process: ManagedProcess, queues: readonly string[]) => void;
  readonly onMessage: (process: ManagedProcess, message: FromProcess) => void;
  readonly onExit: (process: ManagedProcess, exit: Exit) => void;
}

export class ManagedProcess implements ProcessView {
  readonly number: number;
  readonly exited: Promise<Exit>;
  /** True when it takes jobs, false when it ended before it did. */
  readonly started: Promise<boolean>;
  /** Another one is to take its place, now or in its turn. */
  isBeingReplaced = false;
  /** Another one is on its way to take its place. */
  hasSuccessor = false;
  /** When a successor was started that did not come to work, `performance.now()`. */
  triedAt = Number.NEGATIVE_INFINITY;
  /** It is on its way to take the place of another. */
  isSuccessor = false;
  readonly #child: ChildProcess;
  readonly #startedAt = performance.now();
  #state: ProcessState = 'starting';
  #status: ProcessStatus | undefined;
  #saidAt = performance.now();
  #wasReady = false;
  #isGone = false;
  #wasOrdered = false;
  #wasAsked = false;
  #refusal: Exit['refusal'];
  #lastWords: string | undefined;
  #killing: NodeJS.Timeout | undefined;

  constructor(orders: WorkOrders, callbacks: ProcessCallbacks) {
    this.number = orders.number;
    // A debugger's port can be taken only once, by the supervisor.
    const execArgv = process.execArgv.filter((argument) => !argument.startsWith('--inspect'));
    this.#child = fork(PROGRAM, { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child.on('error', (error) => {
      this.#lastWords = error.message;
    });
    this.started = new Promise((resolve) => {
      this.#child.on('message', (message: FromProcess) => {
        // A handler's module may send something of its own.
        if (typeof message !== 'object' || message === null) return;
        this.#heard(message);
        if (message.say === 'ready') {
          resolve(true);
          callbacks.onReady(this, message.queues);
        }
        callbacks.onMessage(this, message);
      });
      this.#child.once('close', () => resolve(false));
    });
    this.exited = new Promise((resolve) => {
      // Not `exit`: what it said last is heard before.
      this.#child.once('close', (code, signal) => {
        clearTimeout(this.#killing);
        this.#isGone = true;
        const exit = this.#exitOf(code, signal);
        resolve(exit);
        callbacks.onExit(this, exit);
      });
    });
    this.#say({ say: 'start', orders });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get state(): ProcessState {
    return this.#state;
  }

  /** It was told to end. */
  get isLeaving(): boolean {
    return this.#wasOrdered;
  }

  get ageMs(): number {
    return performance.now() - this.#startedAt;
  }

  get status(): ProcessStatus | undefined {
    return this.#status;
  }

  get statusAgeMs(): number {
    return performance.now() - this.#saidAt;
  }

  /** Lets it take nothing new. */
  quiet(): void {
    if (this.#state === 'ready' || this.#state === 'starting') this.#state = 'quiet';
    this.#say({ say: 'quiet' });
  }

  /** Lets it finish what it is doing, hand back what it cannot finish in time, and end. Killed when it does not. */
  stop(withinMs: number): void {
    if (this.#wasOrdered || this.#isGone) return;
    this.#wasOrdered = true;
    this.#state = 'stopping';
    this.#say({ say: 'stop', withinMs });
    this.#killing = setTimeout(() => this.kill(), withinMs + KILL_AFTER_MS);
  }

  /** Ends it without asking. */
  kill(): void {
    this.#wasOrdered = true;
    this.#child.kill('SIGKILL');
  }

  /** Asks for its figures; they come as a message. */
  askMetrics(request: number): void {
    this.#say({ say: 'metrics', request });
  }

  #heard(message: FromProcess): void {
    this.#saidAt = performance.now();
    if (message.say === 'ready') {
      this.#wasReady = true;
      if (this.#state === 'starting') this.#state = 'ready';
    } else if (message.say === 'status') this.#status = message.status;
    else if (message.say === 'cannot-start') this.#refusal = { code: message.code, message: message.message };
    else if (message.say === 'uncaught') this.#lastWords = message.message;
    else if (message.say === 'leaving') {
      this.#wasAsked = true;
      this.#state = 'stopping';
    }
  }

  #exitOf(code: number | null, signal: NodeJS.Signals | null): Exit {
    const wasBlocked = signal === 'SIGKILL' && !this.#wasOrdered && this.statusAgeMs > SILENT_MS;
    const how = signal ?? (code === null ? 'it could not be started' : `exit code ${code}`);
    const words = wasBlocked ? 'its main thread was blocked' : this.#lastWords;
    return {
      how: words === undefined ? how : `${how}: ${words}`,
      wasOrdered: this.#wasOrdered,
      wasAsked: this.#wasAsked,
      wasReady: this.#wasReady,
      wasBlocked,
      refusal: this.#refusal,
      livedMs: this.ageMs,
      finished: this.#status?.finished ?? 0,
    };
  }

  /** To one that is gone there is nothing to say. */
  #say(message: ToProcess): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }
}
