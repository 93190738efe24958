import { expect, test } from 'vitest';
import { durationMs } from './duration.js';

test.each([
  [0, 0],
  [250, 250],
  [1.4, 1],
  ['250ms', 250],
  ['1.5s', 1500],
  ['0s', 0],
  ['5m', 300_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
  ['0.0005s', 1],
  ['36525d', 3_155_760_000_000],
])('%s is %i ms', (given, ms) => {
  expect(durationMs(given, 'delay')).toBe(ms);
});

test.each([
  ['a number of text', '250'],
  ['an unknown unit', '5w'],
  ['a unit in capitals', '5S'],
  ['two parts', '1h30m'],
  ['a space', '5 m'],
  ['a sign', '-5m'],
  ['nothing before the point', '.5s'],
  ['an exponent', '1e3s'],
  ['an empty text', ''],
  ['a negative number', -1],
  ['no number', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['more than a hundred years', '36526d'],
  ['more digits than fit', '1234567890123456ms'],
  ['nothing', undefined],
  ['null', null],
  ['an object', { ms: 5 }],
  ['a list', ['5s']],
  ['a BigInt', 5n],
  ['a Date', new Date(0)],
])('%s is refused', (_what, given) => {
  expect(() => durationMs(given, 'options.delay')).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'options.delay' }),
  );
});

test('the message shows what was given, cut short', () => {
  expect(() => durationMs('x'.repeat(100), 'delay')).toThrow(/^delay: .*got "x{40}"$/);
  expect(() => durationMs(null, 'delay')).toThrow(/got null$/);
  expect(() => durationMs({ secret: 1 }, 'delay')).toThrow(/got an object$/);
});
