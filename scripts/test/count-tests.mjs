/** Counts what a report of Vitest in its JSON form contains. */
export function countTests({ testResults }) {
  const outcome = { passed: 0, failed: 0, skipped: 0 };
  for (const file of testResults) {
    for (const { status } of file.assertionResults) outcome[outcomeOf(status)] += 1;
    // A file that could not even be loaded has no tests to count.
    if (file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'))
      outcome.failed += 1;
  }
  return outcome;
}

/** Which tests were skipped, with their files below `root`. */
export function skippedNames({ testResults }, root) {
  return testResults.flatMap((file) =>
    file.assertionResults
      .filter(({ status }) => outcomeOf(status) === 'skipped')
      .map(({ fullName }) => `${file.name.slice(root.length + 1)}: ${fullName}`),
  );
}

function outcomeOf(status) {
  return status === 'passed' || status === 'failed' ? status : 'skipped';
}
