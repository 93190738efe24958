import { expect, test } from 'vitest';
import { RestartPolicy } from './restart-policy.js';

const AT_ONCE = { livedMs: 300, finished: 0 };

test('deaths in a row are waited out longer and longer, until the limit', () => {
  const policy = new RestartPolicy(11);
  const waits = Array.from({ length: 11 }, () => policy.died(AT_ONCE));
  expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000, undefined]);
});

test('a process that finished a job, or lived long, is replaced at once and ends the row', () => {
  const policy = new RestartPolicy(3);
  policy.died(AT_ONCE);
  policy.died(AT_ONCE);
  expect(policy.inRow).toBe(2);
  expect(policy.died({ livedMs: 50, finished: 1 })).toBe(0);
  expect(policy.inRow).toBe(0);
  policy.died(AT_ONCE);
  expect(policy.died({ livedMs: 10_000, finished: 0 })).toBe(0);
  expect(policy.died(AT_ONCE)).toBe(100);
});

test('new code begins a new row', () => {
  const policy = new RestartPolicy(2);
  policy.died(AT_ONCE);
  policy.forget();
  expect(policy.died(AT_ONCE)).toBe(100);
});
