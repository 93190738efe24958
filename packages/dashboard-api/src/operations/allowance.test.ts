import { expect, test } from 'vitest';
import { Allowance } from './allowance.js';

test('so many in a period, and again in the next', () => {
  const allowance = new Allowance(2, 1000);
  expect([0, 1, 2, 999, 1000, 1500, 1999, 5000].map((now) => allowance.take(now))).toEqual([
    true,
    true,
    false,
    false,
    true,
    true,
    false,
    true,
  ]);
});
