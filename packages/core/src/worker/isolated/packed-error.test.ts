import { expect, test } from 'vitest';
import { RetryLaterError, StaleJobError } from '../../errors.js';
import { judgeFailure } from '../../job/verdict.js';
import type { PackedError } from './ipc-protocol.js';
import { packError, unpackError } from './packed-error.js';

/** As the other process gets it. */
const sent = (thrown: unknown) => unpackError(JSON.parse(JSON.stringify(packError(thrown))) as PackedError);

test('name, message, code and stack arrive', () => {
  const error = new StaleJobError('one');
  const { name, message, code, stack } = error;
  const arrived = sent(error);
  expect(arrived).toBeInstanceOf(Error);
  expect({ ...arrived, name: arrived.name, message: arrived.message, stack: arrived.stack }).toEqual({
    ...{ name, message, code, stack },
  });
  expect(String(arrived)).toBe(String(error));
});

test('an error without a code has none there', () => {
  expect(sent(new RangeError('too wide'))).not.toHaveProperty('code');
});

test('a delay means the same there', () => {
  const at = { attempt: 1, attempts: 1, delay: () => 0, early: false, aborted: undefined };
  expect(judgeFailure(sent(new RetryLaterError('5m')), at)).toEqual({ kind: 'postponed', delayMs: 300_000 });
});

test.each([
  ['a text', 'a text'],
  [undefined, 'undefined'],
  [null, 'null'],
  [{ code: 7 }, '{"code":7}'],
  [Object.defineProperty(new Error('x'), 'message', { get: () => missing }), 'what the handler threw cannot be read'],
])('whatever else is thrown arrives as an error: %#', (thrown, message) => {
  expect(sent(thrown)).toMatchObject({ name: 'Error', message });
});

declare const missing: never;
