import { execFile, spawnSync } from 'node:child_process';

const PROGRAM = process.env['LONGSHORE_TEST_PROMTOOL'] ?? 'promtool';

/** Prometheus' own checker is large; .ci/install-servers fetches it, and whoever has none goes without. */
export const hasPromtool = spawnSync(PROGRAM, ['--version']).status === 0;

/** What `promtool check metrics` has to say of a text; nothing, when all is well. */
export function checkMetrics(text: string): Promise<string> {
  return new Promise((resolve) => {
    const checker = execFile(PROGRAM, ['check', 'metrics'], (error, stdout, stderr) =>
      resolve(stdout + stderr + (error ? ` (${error.message})` : '')),
    );
    checker.stdin?.end(text);
  });
}
