import { seconds } from '../seconds.mjs';
import { allChecks } from './checks.mjs';

const AT_ONCE = 2;

/** A line per check with its seconds as it ends; what a failed one said follows its line. */
export async function runChecks() {
  const waiting = await allChecks();
  const outcome = { passed: 0, failed: 0, skipped: 0 };
  const lane = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const since = performance.now();
      const { code, output } = await check.run().catch((error) => ({ code: 1, output: String(error.stack) }));
      outcome[code === 0 ? 'passed' : 'failed'] += 1;
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${check.name} (${seconds(since)})`);
      if (code !== 0) console.log(output.trimEnd().replace(/^/gm, '     '));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return outcome;
}
