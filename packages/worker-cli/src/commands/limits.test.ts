import { describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.js';
import { readLimits } from './limits.js';

describe('limits as they are typed', () => {
  it.each<[typed: Parameters<typeof readLimits>[0], read: object]>([
    [{}, {}],
    [{ rate: '100/1m' }, { rate: { max: 100, per: 60_000 } }],
    [
      { rate: '5/s', concurrency: '3' },
      { rate: { max: 5, per: 1000 }, concurrency: 3 },
    ],
    [
      { rate: 'none', concurrency: 'none', depth: 'none' },
      { rate: null, concurrency: null, depth: null },
    ],
    [{ depth: '0' }, { depth: { max: 0 } }],
    [{ depth: '10', 'on-full': 'drop-oldest' }, { depth: { max: 10, onFull: 'dropOldest' } }],
  ])('are read: %j', (typed, read) => {
    expect(readLimits(typed)).toStrictEqual(read);
  });

  it.each<[typed: Parameters<typeof readLimits>[0], words: string]>([
    [{ rate: '100' }, '--rate: expected jobs in a time'],
    [{ rate: '0/1m' }, '--rate: expected a whole number'],
    [{ rate: '1/0s' }, '--rate: expected at least 1 ms'],
    [{ rate: '1/week' }, '--rate: expected milliseconds'],
    [{ concurrency: '0' }, '--concurrency: expected a whole number'],
    [{ depth: 'all' }, '--depth: expected a whole number'],
    [{ 'on-full': 'reject' }, '--on-full: expected a --depth'],
    [{ depth: 'none', 'on-full': 'reject' }, '--on-full: expected a --depth'],
    [{ depth: '1', 'on-full': 'explode' }, '--on-full: expected one of'],
  ])('are refused by name: %j', (typed, words) => {
    expect(() => readLimits(typed)).toThrow(UsageError);
    expect(() => readLimits(typed)).toThrow(words);
  });
});
