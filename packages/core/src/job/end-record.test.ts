import { describe, expect, test } from 'vitest';
import { UnrecoverableError } from '../errors.js';
import { completedRecord, decodeEndRecord, failedRecord } from './end-record.js';

/** What a script adds. */
const CLOSING = ',1700000000000]';
const read = (open: string) => decodeEndRecord('job-1', open + CLOSING);

describe('of a job that completed', () => {
  test.each([{ id: 7 }, [1, 2], 'text\nof two lines', 0, null, false, undefined])(
    'the result %j comes back',
    (result) => {
      expect(read(completedRecord(result, 'w', 2, 15))).toEqual({
        state: 'completed',
        result,
        error: undefined,
        reason: undefined,
        worker: 'w',
        attempts: 2,
        runMs: 15,
        endedAt: 1_700_000_000_000,
      });
    },
  );

  test.each([
    ['a function', () => 1, undefined],
    ['a Date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['an object with undefined in it', { a: undefined, b: 1 }, { b: 1 }],
  ])('%s is kept as its JSON: the work is done', (_what, result, kept) => {
    expect(read(completedRecord(result, 'w', 1, 1)).result).toEqual(kept);
  });

  test.each([
    ['a cycle', Object.assign([], { 0: [] }) as unknown[], 'circular'],
    ['a BigInt', { a: 1n }, 'BigInt'],
    ['more than 1 MiB', 'x'.repeat(1_048_575), 'limit is 1048576'],
  ])('%s cannot be kept', (what, result, problem) => {
    if (what === 'a cycle') (result as unknown[])[0] = result;
    expect(() => completedRecord(result, 'w', 1, 1)).toThrow(problem);
  });
});

describe('of a job that failed', () => {
  test('name, message, code and stack of the error are kept', () => {
    const error = Object.assign(new TypeError('no such thing'), { code: 'E_NO', secret: 'not kept' });
    const record = read(failedRecord(error, 'w', 3, 15));
    expect(record).toMatchObject({ state: 'failed', result: undefined, attempts: 3 });
    expect(record.error).toEqual({ name: 'TypeError', message: 'no such thing', code: 'E_NO', stack: error.stack });
  });

  test('its own errors keep their code', () => {
    expect(read(failedRecord(new UnrecoverableError('no'), 'w', 1, 1)).error).toMatchObject({
      name: 'UnrecoverableError',
      code: 'ERR_UNRECOVERABLE',
    });
  });

  test.each([
    ['a text', 'boom', 'boom'],
    ['a number', 5, '5'],
    ['an object', { code: 7 }, '{"code":7}'],
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['what has no JSON', { a: 1n }, '[object Object]'],
  ])('%s that was thrown becomes a message', (_what, thrown, message) => {
    expect(read(failedRecord(thrown, 'w', 1, 1)).error).toEqual({ name: 'Error', message });
  });

  test('a code that is no text is not kept, and long texts are cut', () => {
    const { error } = read(failedRecord(Object.assign(new Error('x'.repeat(10_000)), { code: 5 }), 'w', 1, 1));
    expect(error).not.toHaveProperty('code');
    expect(error?.message).toHaveLength(4097);
    expect(error?.stack?.length).toBeLessThanOrEqual(4097);
  });

  test('an error that cannot be read is an error all the same', () => {
    const hostile = Object.defineProperty(new Error('x'), 'message', {
      get: () => {
        throw new Error('no message for you');
      },
    });
    expect(read(failedRecord(hostile, 'w', 1, 1)).state).toBe('failed');
  });
});

test.each(['cancelled', 'expired'])('of a job that is %s the reason comes back', (state) => {
  expect(read(`[1,"${state}","too late","",0,0`)).toMatchObject({ state, reason: 'too late', error: undefined });
});

test.each(['', '[1', 'null', '[1,"completed"]'])('%j is no record', (text) => {
  expect(() => decodeEndRecord('job-1', text)).toThrow(
    expect.objectContaining({ code: 'ERR_RECORD_BROKEN', message: expect.stringContaining('job-1') }),
  );
});
