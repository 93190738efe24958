import { expect, test } from 'vitest';
import { ProgressReader } from './progress-reader.js';

const read = (...values: unknown[]) => {
  const reader = new ProgressReader();
  return values.map((value) => reader.read(value));
};
const shares = (...values: unknown[]) => read(...values).map(({ share }) => share);

test.for([
  { values: [{ percent: 40 }], expected: [0.4] },
  { values: [{ done: 1, total: 4 }], expected: [0.25] },
  { values: [{ percent: 50, done: 1, total: 4 }], expected: [0.5] },
  { values: [{ percent: 140 }, { percent: -3 }], expected: [1, 0] },
  { values: [{ done: 1, total: 0 }], expected: [undefined] },
  { values: [0, 0.5, 1], expected: [0, 0.5, 1] },
  { values: [0, 1, 2, 100], expected: [0, 0.01, 0.02, 1] },
  { values: [40, 0.5], expected: [0.4, 0.005] },
  { values: [-1, 101, Number.NaN], expected: [undefined, undefined, undefined] },
  { values: ['half', null, [1, 2], true], expected: [undefined, undefined, undefined, undefined] },
])('shares of $values', ({ values, expected }) => {
  expect(shares(...values)).toEqual(expected);
});

test('what is no share is text on one line that moves no cursor', () => {
  const texts = read('reading\nfile', { percent: 'x', step: '\u001b[2J', at: { page: 1 } }, [1, { a: 2 }], null, {
    done: 3,
    total: 4,
    file: 'a.png',
  }).map(({ text }) => text);
  expect(texts).toEqual([
    'reading?file',
    'step: ?[2J  at: {"page":1}  percent: x',
    '[1,{"a":2}]',
    'null',
    'file: a.png',
  ]);
});

test('counts are shown as such', () => {
  expect(read({ done: 1200, total: 40_000 })[0]?.count).toBe('1,200/40,000');
});
