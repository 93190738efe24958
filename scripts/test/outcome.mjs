/** @typedef {{ passed: number, failed: number, skipped: number }} Outcome */

/** @param {...Outcome} outcomes */
export function sum(...outcomes) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const outcome of outcomes) for (const key of Object.keys(total)) total[key] += outcome[key];
  return total;
}

/** The line by which programs read a run. */
export function closingLine({ passed, failed, skipped }) {
  const skips = skipped === 0 ? '' : `, ${skipped} skipped`;
  return `${passed} passed, ${failed} failed${skips}`;
}
