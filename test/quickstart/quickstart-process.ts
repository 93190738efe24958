import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from '../support/processes.js';

const MAIN = fileURLToPath(new URL('../../packages/worker-cli/dist/quickstart/main.js', import.meta.url));
const WITHIN_MS = 45_000;

/** The quickstart in a process of its own, as it runs where nobody sits at a terminal. */
export class QuickstartProcess {
  output = '';
  errors = '';
  readonly #process: ChildProcess;
  readonly #closed: Promise<unknown>;

  constructor(words: string[], environment: Record<string, string> = {}) {
    const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment };
    this.#process = spawn(process.execPath, [MAIN, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process.stdout?.on('data', (chunk) => {
      this.output += chunk;
    });
    this.#process.stderr?.on('data', (chunk) => {
      this.errors += chunk;
    });
    this.#closed = once(this.#process, 'close');
  }

  /** The exit code, once it has ended. */
  async exitCode(): Promise<number | null> {
    await this.#closed;
    return this.#process.exitCode;
  }

  /** The first match, once it has been printed. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    await until(() => pattern.test(this.output) || this.#process.exitCode !== null, WITHIN_MS);
    const found = pattern.exec(this.output);
    if (!found) throw new Error(`${pattern} was not printed, but:\n${this.output}${this.errors}`);
    return found;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  get lastLine(): string {
    return this.output.trimEnd().split('\n').at(-1) ?? '';
  }

  /** The process ids of the workers that were named so far. */
  get workerPids(): number[] {
    return [...this.output.matchAll(/pid (\d+)|kill -9 (\d+)/g)].map(([, named, killed]) => Number(named ?? killed));
  }
}
