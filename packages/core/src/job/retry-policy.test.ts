import { describe, expect, test } from 'vitest';
import { type BackoffPolicy, backoffMs, DEFAULT_BACKOFF, readBackoff } from './retry-policy.js';

const steady = { max: 600_000, jitter: 0 };

test.each([
  ['a duration: the same each time, exactly', '5s', { type: 'fixed', delay: 5000, max: 5000, jitter: 0 }],
  ['milliseconds', 250, { type: 'fixed', delay: 250, max: 250, jitter: 0 }],
  ['a type alone', { type: 'exponential' }, DEFAULT_BACKOFF],
  [
    'everything',
    { type: 'fixed', delay: '2s', max: '4s', jitter: 0.1 },
    { type: 'fixed', delay: 2000, max: 4000, jitter: 0.1 },
  ],
  [
    'a first delay above the longest',
    { type: 'exponential', delay: '1h' },
    { ...DEFAULT_BACKOFF, delay: 3_600_000, max: 3_600_000 },
  ],
])('%s', (_what, given, policy) => {
  expect(readBackoff(given, 'backoff')).toEqual(policy);
});

test.each([
  ['no type', {}, 'backoff.type'],
  ['an unknown type', { type: 'linear' }, 'backoff.type'],
  ['an unknown key', { type: 'fixed', factor: 3 }, 'backoff.factor'],
  ['jitter above one', { type: 'fixed', jitter: 1.5 }, 'backoff.jitter'],
  ['a delay that is none', { type: 'fixed', delay: 'soon' }, 'backoff.delay'],
  ['a text that is none', 'soon', 'backoff'],
  ['null', null, 'backoff'],
])('%s is refused', (_what, given, field) => {
  expect(() => readBackoff(given, 'backoff')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field }));
});

describe('the wait after each failure', () => {
  const waits = (policy: BackoffPolicy, random: () => number) =>
    [1, 2, 3, 4, 5].map((n) => backoffMs(policy, n, random));

  test('stays where it is fixed, and doubles up to the longest where it is exponential', () => {
    expect(waits({ ...steady, type: 'fixed', delay: 1000 }, () => 0)).toEqual([1000, 1000, 1000, 1000, 1000]);
    expect(waits({ ...steady, type: 'exponential', delay: 1000, max: 6000 }, () => 0)).toEqual([
      1000, 2000, 4000, 6000, 6000,
    ]);
  });

  test('is shorter by up to the share that is random, never longer', () => {
    const policy: BackoffPolicy = { type: 'exponential', delay: 1000, max: 600_000, jitter: 0.5 };
    expect(waits(policy, () => 0)).toEqual([1000, 2000, 4000, 8000, 16_000]);
    expect(waits(policy, () => 1)).toEqual([500, 1000, 2000, 4000, 8000]);
    expect(backoffMs({ ...policy, jitter: 1 }, 3, () => 0.25)).toBe(3000);
  });

  test('is a whole number of ms, also after very many failures', () => {
    for (const failures of [1, 60, 1000]) {
      const ms = backoffMs(DEFAULT_BACKOFF, failures);
      expect(Number.isInteger(ms)).toBe(true);
      expect(ms).toBeGreaterThanOrEqual(failures === 1 ? 500 : 300_000);
      expect(ms).toBeLessThanOrEqual(600_000);
    }
  });

  test('differs from job to job by default', () => {
    expect(new Set(Array.from({ length: 20 }, () => backoffMs(DEFAULT_BACKOFF, 5))).size).toBeGreaterThan(1);
  });
});
