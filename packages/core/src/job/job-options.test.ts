import { describe, expect, test } from 'vitest';
import { readAddOptions, readJobDefaults } from './job-options.js';

const NONE = readJobDefaults(undefined);
const fixed = (ms: number) => ({ type: 'fixed', delay: ms, max: ms, jitter: 0 });

test.each([
  ['nothing', undefined, { id: undefined, due: '', stored: undefined }],
  ['an empty object', {}, { id: undefined, due: '', stored: undefined }],
  ['an id', { jobId: 'user:7' }, { id: 'user:7', due: '', stored: undefined }],
  ['a delay', { delay: '5s' }, { id: undefined, due: '+5000', stored: undefined }],
  ['no delay', { delay: 0 }, { id: undefined, due: '', stored: undefined }],
  ['a time', { runAt: new Date(1_700_000_000_000) }, { id: undefined, due: '1700000000000', stored: undefined }],
  ['attempts', { attempts: 1 }, { id: undefined, due: '', stored: { attempts: 1 } }],
  ['a backoff', { backoff: '2s' }, { id: undefined, due: '', stored: { backoff: fixed(2000) } }],
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

  test('have no options of single jobs', () => {
    expect(() => readJobDefaults({ jobId: 'x' } as never)).toThrow(
      expect.objectContaining({ field: 'defaults.jobId' }),
    );
  });
});
