import { describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.js';
import { readAddOptions, type TypedAddOptions } from './add-options.js';

describe('the options of a job', () => {
  it.each<[typed: TypedAddOptions, read: object]>([
    [{}, {}],
    [
      { delay: '5m', lifo: true, priority: '-7', id: 'a' },
      { delay: 300_000, lifo: true, priority: -7, jobId: 'a' },
    ],
    [{ 'run-at': '2030-01-01T01:00:00+01:00' }, { runAt: new Date(Date.UTC(2030, 0, 1)) }],
    [{ backoff: '30s' }, { backoff: 30_000 }],
    [{ backoff: 'fixed:30s' }, { backoff: { type: 'fixed', delay: 30_000 } }],
    [{ backoff: 'exponential' }, { backoff: { type: 'exponential' } }],
    [{ backoff: 'exponential:1s:1h' }, { backoff: { type: 'exponential', delay: 1000, max: 3_600_000 } }],
    [{ unique: 'k' }, { unique: { key: 'k' } }],
    [
      { unique: 'k', 'unique-until': 'window', 'unique-for': '1h' },
      { unique: { key: 'k', until: 'window', for: 3_600_000 } },
    ],
  ])('are read: %j', (typed, read) => {
    expect(readAddOptions(typed)).toStrictEqual(read);
  });

  it.each<[typed: TypedAddOptions, words: string]>([
    [{ delay: '5x' }, '--delay: expected milliseconds'],
    [{ 'run-at': 'tomorrow' }, '--run-at: expected a time'],
    [{ 'run-at': '2030-02-30T00:00:00Z' }, '--run-at: expected a time'],
    [{ 'run-at': '2030-01-01T00:00:00' }, '--run-at: expected a time'],
    [{ delay: '1s', 'run-at': '2030-01-01T00:00:00Z' }, '--run-at: not together with --delay'],
    [{ attempts: '0' }, '--attempts: expected a whole number from 1 to 1000'],
    [{ timeout: '0s' }, '--timeout: expected at least 1 ms'],
    [{ 'expires-in': '-1s' }, '--expires-in: expected milliseconds'],
    [{ keep: 'long' }, '--keep: expected milliseconds'],
    [{ priority: '1001' }, '--priority: expected at most 1000'],
    [{ priority: 'high' }, '--priority: expected a whole number'],
    [{ id: '' }, '--id: expected a text'],
    [{ backoff: 'quick:1s' }, '--backoff: expected a duration'],
    [{ backoff: 'fixed:1s:2s:3s' }, '--backoff: expected a duration'],
    [{ backoff: 'fixed:soon' }, '--backoff: expected milliseconds'],
    [{ 'unique-until': 'ended' }, '--unique: expected a key, with --unique-until'],
    [{ 'unique-for': '1s' }, '--unique: expected a key, with --unique-for'],
    [{ unique: 'k', 'unique-until': 'window' }, '--unique-for: expected how long the window is'],
    [{ unique: 'k', 'unique-until': 'done' }, '--unique-until: expected one of'],
  ])('are refused by name: %j', (typed, words) => {
    const read = () => readAddOptions(typed);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(words);
  });
});
