import { describe, expect, test } from 'vitest';
import { addressesIn } from '../../scripts/test/check-lock-file.mjs';
import { tracesIn } from '../../scripts/test/check-machine-traces.mjs';
import { countTests, skippedNames } from '../../scripts/test/count-tests.mjs';
import { closingLine, sum } from '../../scripts/test/outcome.mjs';

// What decides whether a run passed is itself tried on what must not pass.

function file(status: string, ...statuses: string[]) {
  const assertionResults = statuses.map((each) => ({ status: each, fullName: `a ${each} test` }));
  return { name: '/checkout/test/a.test.ts', status, assertionResults };
}

describe('counting', () => {
  test('each test counts once', () => {
    const report = { testResults: [file('passed', 'passed', 'pending'), file('failed', 'passed', 'failed', 'todo')] };
    expect(countTests(report)).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });

  test('a file that could not be loaded is a failure', () => {
    expect(countTests({ testResults: [file('failed')] })).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test('skipped tests are named', () => {
    const report = { testResults: [file('passed', 'passed', 'pending')] };
    expect(skippedNames(report, '/checkout')).toEqual(['test/a.test.ts: a pending test']);
  });

  test('the closing line mentions skips only when there are some', () => {
    expect(closingLine(sum({ passed: 1, failed: 0, skipped: 0 }, { passed: 2, failed: 1, skipped: 0 }))).toBe(
      '3 passed, 1 failed',
    );
    expect(closingLine({ passed: 0, failed: 0, skipped: 4 })).toBe('0 passed, 0 failed, 4 skipped');
  });
});

describe('traces of a machine', () => {
  const slash = '/';

  test.each([
    `cd ${slash}home/somebody/longshore`,
    `"${slash}Users/somebody"`,
    `import x from '${slash}work/main/x.js'`,
    `see https:${slash}${slash}${['registry', 'npmjs', 'org'].join('.')}`,
    'the text is in (here)',
  ])('%s', (line) => {
    expect(tracesIn(`fine\n${line}\n`, '(here)')).toEqual([{ line: 2, trace: expect.any(String) }]);
  });

  test.each(['GET /workers/:process', 'dist/home/index.html', '`./work/queue.js`', 'https://example.org/home/page'])(
    '%s is none',
    (line) => {
      expect(tracesIn(line, '(here)')).toEqual([]);
    },
  );
});

test('an address in the lock file is found, a checksum is not', () => {
  const lines = ['resolution: {integrity: sha512-abc}', 'resolution: {tarball: here.tgz}', 'see http://example.org'];
  expect(addressesIn(lines.join('\n'))).toEqual([
    'pnpm-lock.yaml:2: resolution: {tarball: here.tgz}',
    'pnpm-lock.yaml:3: see http://example.org',
  ]);
});
