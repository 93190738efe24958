import { execFile, spawnSync } from 'node:child_process';

const PROGRAM = process.env['LONGSHORE_TEST_PROMTOOL'] ?? 'promtool';

/** Prometheus' own checker is large; .ci/install-servers fetches it, and whoever has none goes without. */
export const hasPromtool = spawnSync(PROGRAM, ['--version']).status === 0;

/** What it says; `text` is what it reads. */
export function runPromtool(words: readonly string[], text = ''): Promise<string> {
  return new Promise((resolve) => {
    const checker = execFile(PROGRAM, [...words], (error, stdout, stderr) =>
      resolve(stdout + stderr + (error ? ` (${error.message})` : '')),
    );
    checker.stdin?.end(text);
  });
}

/** What it has to say against metrics; nothing, when all is well. */
export const checkMetrics = (text: string): Promise<string> => runPromtool(['check', 'metrics'], text);
