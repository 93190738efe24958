import { expect, test } from 'vitest';
import { spanOf } from './time.js';

test.for([
  [-5, '0 ms'],
  [850, '850 ms'],
  [12_400, '12 s'],
  [72_000, '1 m 12 s'],
  [3_600_000, '1 h'],
  [3_612_000, '1 h'],
  [11_100_000, '3 h 5 m'],
  [2 * 86_400_000 + 60_000, '2 d'],
] as const)('%d ms is %s', ([ms, expected]) => {
  expect(spanOf(ms)).toBe(expected);
});
