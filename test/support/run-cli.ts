import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

export const CLI_MAIN = fileURLToPath(new URL('../../packages/worker-cli/dist/main.js', import.meta.url));

export interface CliOutcome {
  /** undefined where a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Record<string, string>;
  /** What it reads on standard input; by default nothing. */
  readonly input?: string;
  /** Where it runs; by default where no configuration file lies. */
  readonly cwd?: string;
}

/** The environment of a command: nothing of the test runner's but where programs are. */
export const cliEnvironment = (env: Record<string, string> = {}): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: tmpdir(),
  ...env,
});

/** Runs `longshore` in a process of its own until it ends. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliOutcome> {
  const child = spawn(process.execPath, [CLI_MAIN, ...args], {
    cwd: options.cwd ?? tmpdir(),
    env: cliEnvironment(options.env),
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  await once(child, 'close');
  return { code: child.exitCode ?? undefined, stdout, stderr };
}
