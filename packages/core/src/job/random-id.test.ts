import { expect, test } from 'vitest';
import { nextJobId, randomId } from './random-id.js';

test.each([1, 10, 12, 40])('an id of %i letters and digits', (length) => {
  expect(randomId(length)).toMatch(new RegExp(`^[0-9A-Za-z]{${length}}$`));
});

test('ids differ, and no letter is favoured', () => {
  const ids = Array.from({ length: 20_000 }, () => randomId(12));
  expect(new Set(ids).size).toBe(20_000);
  const counts = new Map<string, number>();
  for (const letter of ids.join('')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  expect(counts.size).toBe(62);
  // 240,000 letters: some 3,871 of each. Seven standard deviations are 433; a letter that is favoured by a quarter is beyond.
  expect(Math.min(...counts.values())).toBeGreaterThan(3438);
  expect(Math.max(...counts.values())).toBeLessThan(4304);
});

test('job ids of this process begin alike and never repeat', () => {
  const ids = Array.from({ length: 2000 }, nextJobId);
  expect(new Set(ids).size).toBe(2000);
  expect(new Set(ids.map((id) => id.slice(0, 10))).size).toBe(1);
  expect(ids.every((id) => /^[0-9A-Za-z]{11,15}$/.test(id))).toBe(true);
});
