// `npm test`: setup, the checks, then every test; the last line is `N passed, N failed`, checks counted as tests.
// `npm test -- PATTERN` is for work on one thing: setup, then only the tests whose files match, with any option of Vitest.
import { setup } from './setup/steps.mjs';
import { closingLine, sum } from './test/outcome.mjs';
import { runChecks } from './test/run-checks.mjs';
import { runVitest } from './test/run-vitest.mjs';

const chosen = process.argv.slice(2);

async function run() {
  if (!(await setup())) return { passed: 0, failed: 1, skipped: 0 };
  const checks = chosen.length === 0 ? await runChecks() : { passed: 0, failed: 0, skipped: 0 };
  return sum(checks, await runVitest(chosen));
}

const outcome = await run();
// A test that CI cannot run proves nothing there.
const skipsAreErrors = process.env.CI === 'true' && outcome.skipped > 0;
if (skipsAreErrors) console.error('\nOn CI a skipped test is an error: install what it asks for.');
console.log(`\n${closingLine(outcome)}`);
process.exitCode = outcome.failed > 0 || outcome.passed === 0 || skipsAreErrors ? 1 : 0;
