// The worker's side of one process that runs isolated jobs, one at a time:
// 1. starts it, in a group of its own, and waits until it has loaded its module;
// 2. sends it a job, carries out what the job's methods ask for, and takes the result or the error;
// 3. told to stop, says so, sends SIGTERM to the group, and SIGKILL after the grace;
// 4. when the process ends, kills what is left of its group.
// It never keeps this process alive.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  type AbortReason,
  IsolatedModuleError,
  IsolatedProcessError,
  JobAbortedError,
  JobTimeoutError,
  StaleJobError,
} from '../../errors.js';
import type { Job } from '../job.js';
import { childArguments } from './child-arguments.js';
import type { Call, FromChild, ToChild } from './ipc-protocol.js';
import { callJob, fieldsOf } from './job-calls.js';
import { packError, unpackError } from './packed-error.js';
import { signalGroup } from './process-group.js';

export interface ChildSettings {
  /** The module with the handler, a file URL. */
  readonly module: string;
  readonly timeoutMs: number;
  readonly graceMs: number;
  readonly memoryMb: number | undefined;
}

interface Run {
  readonly number: number;
  readonly job: Job;
  /** The process has got it. */
  hasBegun: boolean;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const RUNTIME = fileURLToPath(new URL('./child-main.js', import.meta.url));
/** How long a process that has nothing to do may take to end. */
const END_MS = 1000;

export class IsolatedChild {
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>;
  readonly #settings: ChildSettings;
  readonly #process: ChildProcess;
  #state: 'starting' | 'ready' | 'spent' = 'starting';
  #run: Run | undefined;
  #runs = 0;
  #aborted: AbortReason | undefined;
  #killer: NodeJS.Timeout | undefined;
  /** Why the process could not start, or what it said before it crashed. */
  #cause: Error | undefined;

  /** @throws when the system starts no process; most such failures are told later, as its end */
  constructor(settings: ChildSettings) {
    this.#settings = settings;
    this.#process = fork(RUNTIME, [settings.module, String(process.pid)], {
      detached: true,
      execArgv: childArguments(process.execArgv, settings.memoryMb),
      serialization: 'json',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#process.unref();
    this.#process.channel?.unref();
    this.#process.on('message', (message) => this.#heard(message as FromChild));
    this.#process.once('exit', () => this.#exited());
    this.gone = new Promise((resolve) => {
      const closed = (code: number | null, signal: NodeJS.Signals | null) => {
        this.#closed(code, signal);
        resolve();
      };
      // Later than 'exit': what it had said before has been heard by then.
      this.#process.once('close', closed);
      this.#process.on('error', (error) => {
        this.#cause ??= error;
        if (this.pid === undefined) closed(null, null);
      });
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** It can take another job: it runs none, ended the last one well, and was never told to stop. */
  get isFit(): boolean {
    return this.#state !== 'spent' && this.#run === undefined;
  }

  /** It was told to stop a job and has not yet. */
  get isStopping(): boolean {
    return this.#aborted !== undefined && this.#run !== undefined;
  }

  /**
   * Runs a job.
   *
   * @throws what the handler threw, with its name, message and code
   * @throws {IsolatedProcessError} when the process ended before the job
   * @throws {JobTimeoutError} {@link JobAbortedError} when it was told to stop and did not complete
   */
  async run(job: Job): Promise<unknown> {
    const { signal } = job;
    const onAbort = () => this.#abort((signal.reason as JobAbortedError).reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        this.#run = { number: ++this.#runs, job, hasBegun: false, resolve, reject };
        if (this.#state === 'ready') this.#begin(this.#run);
      });
    } catch (cause) {
      if (this.#aborted !== 'timeout') throw cause;
      throw Object.assign(new JobTimeoutError(job.id, this.#settings.timeoutMs), { cause });
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#run = undefined;
    }
  }

  /** Lets it end by itself, and kills it if it does not. */
  end(): void {
    this.#state = 'spent';
    this.#say({ say: 'end' });
    this.#killer ??= setTimeout(() => this.kill(), END_MS).unref();
  }

  /** Ends it and all that it has started, now. */
  kill(): void {
    this.#state = 'spent';
    this.#signal('SIGKILL');
  }

  /** To the whole group. The id of a process that has ended may be somebody else's. */
  #signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    if (this.#process.exitCode === null && this.#process.signalCode === null) signalGroup(this.pid, signal);
  }

  #begin(run: Run): void {
    run.hasBegun = true;
    this.#say({ say: 'run', run: run.number, job: fieldsOf(run.job) });
  }

  #abort(reason: AbortReason): void {
    if (this.#aborted !== undefined || this.#run === undefined) return;
    this.#aborted = reason;
    this.#state = 'spent';
    // The reason first: the signal tells none.
    this.#say({ say: 'abort', run: this.#run.number, reason });
    this.#signal('SIGTERM');
    this.#killer = setTimeout(() => this.kill(), this.#settings.graceMs).unref();
  }

  #heard(message: FromChild): void {
    // A module that calls process.send() itself may say anything.
    switch (message?.say) {
      case 'ready':
        if (this.#state === 'starting') this.#state = 'ready';
        if (this.#state === 'ready' && this.#run) this.#begin(this.#run);
        break;
      case 'unfit':
        this.#state = 'spent';
        this.#run?.reject(new IsolatedModuleError(this.#settings.module, message.problem));
        break;
      case 'crashing':
        this.#cause = unpackError(message.error);
        break;
      case 'call':
        void this.#answer(message);
        break;
      case 'done':
        if (message.run !== this.#run?.number) break;
        this.#run.resolve(message.json === undefined ? undefined : JSON.parse(message.json));
        break;
      case 'failed':
        if (message.run === this.#run?.number) this.#run.reject(unpackError(message.error));
        break;
    }
  }

  /** A call for a job that has ended here comes too late, whatever runs now. */
  async #answer({ run, call, method, argument }: Call): Promise<void> {
    const job = run === this.#run?.number ? this.#run.job : undefined;
    try {
      if (!job) throw new StaleJobError('that has ended');
      this.#say({ say: 'answer', call, value: await callJob(job, method, argument) });
    } catch (error) {
      this.#say({ say: 'answer', call, error: packError(error) });
    }
  }

  /** What cannot be sent was meant for a process that is ending, and its end is told. */
  #say(message: ToChild): void {
    this.#process.send(message, () => undefined);
  }

  #exited(): void {
    this.#state = 'spent';
    clearTimeout(this.#killer);
    // Whoever is left of the group has been told enough. As long as somebody is in it, its number is nobody else's.
    signalGroup(this.pid, 'SIGKILL');
  }

  #closed(code: number | null, signal: NodeJS.Signals | null): void {
    this.#state = 'spent';
    clearTimeout(this.#killer);
    if (!this.#run) return;
    const { job, hasBegun } = this.#run;
    // So V8 ends a process that has no memory left, without a word that could be heard here.
    const cause = this.#cause ?? (signal === 'SIGABRT' ? new Error('out of memory, most likely') : undefined);
    this.#run.reject(
      this.#aborted === undefined
        ? new IsolatedProcessError(job.id, code, signal, cause && { cause }, hasBegun)
        : new JobAbortedError(job.id, this.#aborted),
    );
  }
}
