import { describe, expect, test } from 'vitest';
import { decodeMessage, encodeMessage } from './message.js';

const OPTIONS = { attempts: 3, backoff: { type: 'fixed', delay: 5, max: 5, jitter: 0 } } as const;
/** What the enqueue script adds. */
const TIME = ',1700000000000';

test.each([
  ['plain', '{"a":1}', undefined],
  ['with options', '[1,"two"]', OPTIONS],
  ['with data that is null', 'null', undefined],
  ['with data that is a number', '5', undefined],
  ['with data that looks like options', '{"attempts":9}', undefined],
])('a message %s comes back', (_what, json, options) => {
  const { text, body } = encodeMessage('a "name"', json, options);
  expect(body).toBeUndefined();
  expect(decodeMessage('id', text + TIME)).toEqual({
    name: 'a "name"',
    data: JSON.parse(json),
    options: options ?? {},
    addedAt: 1_700_000_000_000,
    bodyApart: false,
  });
});

test('it has no line end, whatever its data says, so that many can travel joined', () => {
  expect(encodeMessage('line\nend', JSON.stringify('a\nb'), undefined).text).not.toContain('\n');
});

describe('data above 4,096 characters of JSON', () => {
  test('is kept apart', () => {
    const json = JSON.stringify('x'.repeat(4095));
    const { text, body } = encodeMessage('big', json, OPTIONS);
    expect(body).toBe(json);
    expect(text.length).toBeLessThan(200);
    expect(decodeMessage('id', text + TIME)).toMatchObject({ data: null, bodyApart: true, options: OPTIONS });
  });

  test('and not below', () => {
    expect(encodeMessage('big', JSON.stringify('x'.repeat(4094)), undefined).body).toBeUndefined();
  });
});

test('a message of a later format is told apart', () => {
  expect(() => decodeMessage('job-1', '2,{"name":"x"},5')).toThrow(
    expect.objectContaining({ code: 'ERR_MESSAGE_VERSION', message: expect.stringContaining('job-1') }),
  );
});

test.each(['', 'not JSON', '"name",{}', '"name"', '"name",{,5'])('%j is no message', (text) => {
  expect(() => decodeMessage('job-1', text)).toThrow(
    expect.objectContaining({ code: 'ERR_MESSAGE_BROKEN', message: expect.stringContaining('job-1') }),
  );
});
