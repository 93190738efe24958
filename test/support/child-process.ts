import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a program tells; `is` says what happened. */
export interface Told {
  readonly is: string;
  readonly [detail: string]: unknown;
}

const WITHIN_MS = 15_000;
const LAST_WORDS = 1500;

/** A program of test/programs in a process of its own. It ends with this process at the latest. */
export class Child {
  readonly told: Told[] = [];
  readonly #process: ChildProcess;
  readonly #heard = new EventEmitter().setMaxListeners(0);
  readonly #exited: Promise<unknown>;
  readonly #errorLog: string;

  constructor(program: string, setup: object, errorLog: string) {
    const path = fileURLToPath(new URL(`../programs/${program}.mjs`, import.meta.url));
    const errors = openSync(errorLog, 'a');
    this.#errorLog = errorLog;
    // Nothing of the test runner goes along: neither its options nor its environment.
    const env = { PATH: process.env['PATH'] ?? '', LONGSHORE_LOG_LEVEL: 'debug' };
    this.#process = fork(path, [JSON.stringify(setup)], {
      execArgv: [],
      env,
      stdio: ['ignore', 'ignore', errors, 'ipc'],
    });
    closeSync(errors);
    this.#exited = once(this.#process, 'exit');
    this.#process.on('message', (message) => {
      this.told.push(message as Told);
      this.#heard.emit('told');
    });
    this.#process.on('exit', () => this.#heard.emit('told'));
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** How it ended: an exit code or a signal. */
  get ending(): number | string | null {
    return this.#process.exitCode ?? this.#process.signalCode;
  }

  /** Resolves once the process is gone. */
  async gone(): Promise<void> {
    await this.#exited;
  }

  say(message: object): void {
    if (this.#process.connected) this.#process.send(message);
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** The messages of one kind so far. */
  all(is: string): Told[] {
    return this.told.filter((told) => told.is === is);
  }

  /** The first message of this kind that fits, whether it has come or is yet to come. */
  async hear(is: string, fits: (told: Told) => boolean = () => true, withinMs = WITHIN_MS): Promise<Told> {
    const timeout = AbortSignal.timeout(withinMs);
    for (let from = 0; ; ) {
      const found = this.told.slice(from).find((told) => told.is === is && fits(told));
      if (found) return found;
      from = this.told.length;
      if (!this.isRunning) {
        const words = readFileSync(this.#errorLog, 'utf8').slice(-LAST_WORDS);
        throw new Error(
          `process ${this.pid} ended (${this.ending}) before it said "${is}". The end of its log:\n${words}`,
        );
      }
      await once(this.#heard, 'told', { signal: timeout }).catch(() => {
        throw new Error(`process ${this.pid} did not say "${is}" within ${withinMs} ms, but ${this.#summary()}`);
      });
    }
  }

  #summary(): string {
    const counts = new Map<string, number>();
    for (const { is } of this.told) counts.set(is, (counts.get(is) ?? 0) + 1);
    return JSON.stringify(Object.fromEntries(counts));
  }
}
