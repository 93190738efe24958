import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { until } from './processes.js';
import { CLI_MAIN, cliEnvironment } from './run-cli.js';

const WITHIN_MS = 30_000;

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Record<string, string>;
  /** What runs there instead of `longshore`. */
  readonly program?: readonly string[];
}

/** `longshore` at a pseudo-terminal, which `script` of util-linux makes. */
export class Terminal {
  /** All that was written to it, control sequences and all. */
  output = '';
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<unknown>;

  constructor(args: readonly string[], options: TerminalOptions = {}) {
    const { columns = 100, rows = 30, env = {}, program = [process.execPath, CLI_MAIN] } = options;
    const words = [...program, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
    // The shell stays, and says in which state the terminal was left.
    // Ctrl-C reaches the shell too.
    const line = `trap : INT; stty cols ${columns} rows ${rows}; before=$(stty -g); ${words.join(' ')}; code=$?; [ "$before" = "$(stty -g)" ] && echo left-as-it-was; exit $code`;
    this.#process = spawn('script', ['-qec', line, '/dev/null'], {
      cwd: tmpdir(),
      env: cliEnvironment({ TERM: 'xterm-256color', SHELL: '/bin/sh', ...env }),
      stdio: 'pipe',
    });
    const take = (chunk: Buffer) => {
      this.output += chunk;
    };
    this.#process.stdout.on('data', take);
    this.#process.stderr.on('data', take);
    this.#process.stdin.on('error', () => undefined);
    this.#closed = once(this.#process, 'close');
  }

  /** What was written, without control sequences. */
  get text(): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is taken out
    return this.output.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');
  }

  /** Resolves once it was shown, colours aside. */
  async shown(pattern: RegExp): Promise<void> {
    await until(() => pattern.test(this.text) || this.#process.exitCode !== null, WITHIN_MS).catch(() => undefined);
    if (!pattern.test(this.text)) throw new Error(`${pattern} was not shown, but:\n${this.text}`);
  }

  /** Forgets what was written so far, so that only what comes is looked at. */
  forget(): void {
    this.output = '';
  }

  type(keys: string): void {
    this.#process.stdin.write(keys);
  }

  /** The exit code of the command, once it has ended. */
  async exitCode(): Promise<number | null> {
    await this.#closed;
    return this.#process.exitCode;
  }
}
