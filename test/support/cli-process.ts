import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The program that `longshore` is, as it was built. */
const CLI = fileURLToPath(new URL('../../packages/worker-cli/dist/main.js', import.meta.url));

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A process group of its own, as in a terminal: signals can be sent to all of it. */
  readonly isGroup?: boolean;
  /** The Node.js to run it with. Default: this one. */
  readonly node?: string;
  /** Another `longshore` than the one that was built here. */
  readonly program?: string;
}

export interface CliExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Starting takes a second or two; a machine that does much else at once takes longer. */
const WITHIN_MS = 50_000;
const LAST_WORDS = 3000;

/** A `longshore` that runs for a while. `await using` ends it with the test, by its process id. */
export class CliProcess implements AsyncDisposable {
  /** All that it and its processes have printed, on both streams. */
  output = '';
  readonly exited: Promise<CliExit>;
  /** All that it and its processes had to print has come. */
  readonly silent: Promise<unknown>;
  readonly #child: ChildProcess;
  readonly #heard = new EventEmitter().setMaxListeners(0);

  constructor(
    args: readonly string[],
    { cwd, env = {}, isGroup = false, node = process.execPath, program = CLI }: CliOptions = {},
  ) {
    this.#child = spawn(node, [program, ...args], {
      // Nothing of the test runner goes along.
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: isGroup,
      ...(cwd !== undefined && { cwd }),
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        this.#heard.emit('said');
      });
    }
    this.silent = once(this.#child, 'close');
    this.exited = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        resolve({ code, signal });
        this.#heard.emit('said');
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The lines that it printed as JSON. */
  get lines(): Readonly<Record<string, unknown>>[] {
    return this.output
      .split('\n')
      .flatMap((line) => (line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line)] : []));
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends a signal to it and all of its processes, as a terminal does. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  /** The first match in what it prints, from `from` on, whether it has come or is yet to come. */
  async said(pattern: RegExp, { from = 0, withinMs = WITHIN_MS } = {}): Promise<RegExpExecArray> {
    const timeout = AbortSignal.timeout(withinMs);
    for (;;) {
      const found = pattern.exec(this.output.slice(from));
      if (found) return found;
      const last = this.output.slice(-LAST_WORDS);
      if (!this.isRunning) throw new Error(`longshore ended before it said ${pattern}. Its last words:\n${last}`);
      await once(this.#heard, 'said', { signal: timeout }).catch(() => {
        throw new Error(`longshore did not say ${pattern} within ${withinMs} ms, but:\n${last}`);
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isRunning) this.#child.kill('SIGKILL');
    await this.exited;
  }
}
