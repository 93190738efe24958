import { describe, expect, test } from 'vitest';
import { readAddOptions, readJobDefaults } from './job-options.js';

const NONE = readJobDefaults(undefined);
const PLAIN = { words: '', hold: '', replace: false };
const NOTHING = { id: undefined, due: '', stored: undefined, ...PLAIN };
const fixed = (ms: number) => ({ type: 'fixed', delay: ms, max: ms, jitter: 0 });

test.each([
  ['nothing', undefined, { id: undefined, due: '', stored: undefined, ...PLAIN }],
  ['an empty object', {}, { id: undefined, due: '', stored: undefined, ...PLAIN }],
  ['an id', { jobId: 'user:7' }, { id: 'user:7', due: '', stored: undefined, ...PLAIN }],
  ['a delay', { delay: '5s' }, { id: undefined, due: '+5000', stored: undefined, ...PLAIN }],
  ['no delay', { delay: 0 }, { id: undefined, due: '', stored: undefined, ...PLAIN }],
  [
    'a time',
    { runAt: new Date(1_700_000_000_000) },
    { id: undefined, due: '1700000000000', stored: undefined, ...PLAIN },
  ],
  ['attempts', { attempts: 1 }, { id: undefined, due: '', stored: { attempts: 1 }, ...PLAIN }],
  ['a backoff', { backoff: '2s' }, { id: undefined, due: '', stored: { backoff: fixed(2000) }, ...PLAIN }],
  ['a priority', { priority: -5 }, { ...NOTHING, words: ' p-5' }],
  ['the priority that all have', { priority: 0 }, NOTHING],
  ['last in, first out', { lifo: true }, { ...NOTHING, words: ' f' }],
  ['an expiry', { expiresIn: '1d' }, { ...NOTHING, words: ' x+86400000' }],
  ['a retention of its own', { keep: '1m' }, { ...NOTHING, words: ' k60000' }],
  ['a unique key', { unique: { key: 'user:7' } }, { ...NOTHING, words: ' ueuser:7' }],
  ['a window', { unique: { key: 'a', until: 'window', for: '5s' } }, { ...NOTHING, words: ' uwa', hold: 5000 }],
  [
    'debounce',
    { priority: 3, unique: { key: 'a', until: 'started', onConflict: 'replace' } },
    { ...NOTHING, words: ' p3 usa', replace: true },
  ],
])('%s', (_what, given, plan) => {
  expect(readAddOptions(given, NONE)).toEqual(plan);
});

test.each([
  ['an unknown option', { retries: 3 }, 'options.retries'],
  ['both delay and time', { delay: '1s', runAt: new Date() }, 'options.runAt'],
  ['both, with no delay', { delay: 0, runAt: new Date() }, 'options.runAt'],
  ['a time that is no Date', { runAt: 1_700_000_000_000 }, 'options.runAt'],
  ['a time that is not valid', { runAt: new Date(Number.NaN) }, 'options.runAt'],
  ['no attempts', { attempts: 0 }, 'options.attempts'],
  ['too many attempts', { attempts: 1001 }, 'options.attempts'],
  ['an id with a space', { jobId: 'a b' }, 'options.jobId'],
  ['a priority that is no whole number', { priority: 1.5 }, 'options.priority'],
  ['a priority that is too high', { priority: 1001 }, 'options.priority'],
  ['an expiry at once', { expiresIn: 0 }, 'options.expiresIn'],
  ['a negative retention', { keep: -1 }, 'options.keep'],
  ['a unique key that is none', { unique: {} }, 'options.unique.key'],
  ['a unique key with a space', { unique: { key: 'a b' } }, 'options.unique.key'],
  ['a window without an end', { unique: { key: 'a', until: 'window' } }, 'options.unique.for'],
  ['a conflict that nobody knows', { unique: { key: 'a', onConflict: 'drop' } }, 'options.unique.onConflict'],
])('%s is refused', (_what, given, field) => {
  expect(() => readAddOptions(given, NONE)).toThrow(expect.objectContaining({ field }));
});

describe('defaults of a queue', () => {
  const defaults = readJobDefaults({ attempts: 5, backoff: '1s' });

  test('travel with jobs that say nothing', () => {
    expect(readAddOptions(undefined, defaults).stored).toEqual({ attempts: 5, backoff: fixed(1000) });
    expect(readAddOptions({ delay: '1s' }, defaults).stored).toEqual({ attempts: 5, backoff: fixed(1000) });
  });

  test('give way one by one to what a job says', () => {
    expect(readAddOptions({ attempts: 1 }, defaults).stored).toEqual({ attempts: 1, backoff: fixed(1000) });
    expect(readAddOptions({ backoff: 5 }, defaults).stored).toEqual({ attempts: 5, backoff: fixed(5) });
  });

  test('and what a job says travels also where it is the default of Longshore, since a handler may have another', () => {
    const backoff = { type: 'exponential', delay: 1000, max: 600_000, jitter: 0.5 };
    expect(readAddOptions({ backoff: { type: 'exponential' } }, defaults).stored).toEqual({ attempts: 5, backoff });
  });

  test('stand beside the message, also where a job says something else of its own', () => {
    const ranked = readJobDefaults({ priority: 5, expiresIn: '1s', keep: 0 });
    expect(readAddOptions(undefined, ranked).words).toBe(' p5 x+1000 k0');
    expect(readAddOptions({ priority: 0, lifo: true }, ranked).words).toBe(' f x+1000 k0');
  });

  test('have no options of single jobs', () => {
    for (const option of ['unique', 'delay']) expect(() => readJobDefaults({ [option]: {} } as never)).toThrow();
    expect(() => readJobDefaults({ jobId: 'x' } as never)).toThrow(
      expect.objectContaining({ field: 'defaults.jobId' }),
    );
  });
});
