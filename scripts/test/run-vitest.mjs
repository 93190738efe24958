import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../run-command.mjs';
import { CACHE, ROOT } from '../workspace.mjs';
import { countTests, skippedNames } from './count-tests.mjs';

const REPORT = join(CACHE, 'test-report.json');

/** Runs the tests with Vitest's own output and counts them from its report. */
export async function runVitest(words) {
  await mkdir(CACHE, { recursive: true });
  // A run that crashes writes none, and yesterday's must not be read as today's.
  await rm(REPORT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const { code } = await runCommand('vitest', ['run', ...reporters, ...words], { shown: true });
  const report = JSON.parse(await readFile(REPORT, 'utf8').catch(() => '{"testResults":[]}'));
  const outcome = countTests(report);
  for (const name of skippedNames(report, ROOT)) console.log(`skipped: ${name}`);
  // An error outside of any test: Vitest fails without a failed test to show for it.
  if (code !== 0 && outcome.failed === 0) outcome.failed = 1;
  return outcome;
}
