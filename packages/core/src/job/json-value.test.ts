import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { checkSize, toJson } from './json-value.js';

const LIMIT = 1_048_576;

/** What is refused, and where it stands. */
function refusal(value: unknown): { code: string; field: string; message: string } {
  try {
    toJson(value, 'data');
  } catch (error) {
    return error as ReturnType<typeof refusal>;
  }
  throw new Error('it was taken');
}

test.each([
  null,
  true,
  'text with "quotes", \n and 日本',
  '\ud800 alone',
  0,
  -1.5e300,
  [],
  {},
  [[], [{}]],
  { a: { b: [1, 'two', null, { c: false }] }, 'odd key': 1, '': 2 },
  Object.assign(Object.create(null), { a: 1 }),
])('%j comes back as it went in', (value) => {
  expect(JSON.parse(toJson(value, 'data'))).toEqual(value);
});

test('a plain object or list of another realm is plain', () => {
  expect(toJson(runInNewContext('Object.create(null)'), 'data')).toBe('{}');
  expect(toJson(runInNewContext('({ a: [1, { b: 2 }] })'), 'data')).toBe('{"a":[1,{"b":2}]}');
});

test('the same object may stand in several places', () => {
  const shared = { x: 1 };
  expect(toJson({ a: shared, b: [shared, shared] }, 'data')).toBe('{"a":{"x":1},"b":[{"x":1},{"x":1}]}');
});

test('a key named __proto__ is a key like any other', () => {
  const given = JSON.parse('{"__proto__":{"admin":true},"a":1}');
  expect(toJson(given, 'data')).toBe('{"__proto__":{"admin":true},"a":1}');
  expect(refusal(JSON.parse('{"__proto__":{"a":1}}', (_key, value) => (value === 1 ? 1n : value))).field).toBe(
    'data.__proto__.a',
  );
});

class Money {
  readonly cents = 5;
}

describe('refused with the path to it', () => {
  test.each([
    ['undefined', { a: undefined }, 'data.a', 'undefined is not JSON'],
    ['undefined alone', undefined, 'data', 'undefined is not JSON'],
    ['a function', { a: [() => 1] }, 'data.a[0]', 'function is not JSON'],
    ['a symbol', { a: Symbol('s') }, 'data.a', 'symbol is not JSON'],
    ['a BigInt', [[1n]], 'data[0][0]', 'a BigInt is not JSON'],
    ['NaN', { a: Number.NaN }, 'data.a', 'NaN is not JSON'],
    ['infinity', [Number.NEGATIVE_INFINITY], 'data[0]', '-Infinity is not JSON'],
    ['a Date', { at: new Date(0) }, 'data.at', 'a Date does not survive JSON'],
    ['a Map', { m: new Map() }, 'data.m', 'a Map does not survive JSON'],
    ['a Set', [new Set()], 'data[0]', 'a Set does not survive JSON'],
    ['a Buffer', { b: Buffer.from('x') }, 'data.b', 'a Buffer does not survive JSON'],
    ['an error', { e: new Error('x') }, 'data.e', 'a Error does not survive JSON'],
    ['a promise', { p: Promise.resolve(1) }, 'data.p', 'a Promise does not survive JSON'],
    ['a boxed number', { n: Object(5) }, 'data.n', 'a Number does not survive JSON'],
    ['a regular expression', /x/, 'data', 'a RegExp does not survive JSON'],
    ['an instance of a class', { price: new Money() }, 'data.price', 'a Money does not survive JSON'],
    ['an object made from another', Object.create({ a: 1 }), 'data', 'does not survive JSON'],
    ['a Date of another realm', { at: runInNewContext('new Date(0)') }, 'data.at', 'a Date does not survive JSON'],
    ['an object with toJSON', { a: { toJSON: () => 1 } }, 'data.a', 'toJSON() does not survive JSON'],
    ['a list with toJSON', Object.assign([1], { toJSON: () => 1 }), 'data', 'toJSON() does not survive JSON'],
    // biome-ignore lint/suspicious/noSparseArray: it is what is tested
    ['a list with a hole', [1, , 3], 'data[1]', 'undefined is not JSON'],
    ['an instance of a list class', new (class Stack extends Array {})(), 'data', 'a Stack does not survive JSON'],
    ['a key that needs quotes', { 'a b': { '1x': undefined } }, 'data["a b"]["1x"]', 'undefined is not JSON'],
  ])('%s', (_what, value, field, problem) => {
    expect(refusal(value)).toMatchObject({
      code: 'ERR_INVALID_PAYLOAD',
      field,
      message: expect.stringContaining(`${field}: `),
    });
    expect(refusal(value).message).toContain(problem);
  });

  test('a value that contains itself', () => {
    const list: unknown[] = [];
    const value = { a: { list } };
    list.push(1, value);
    expect(refusal(value)).toMatchObject({
      field: 'data.a.list[1]',
      message: expect.stringContaining('contains itself'),
    });
  });

  test('more than 500 levels, and no fewer', () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
    expect(toJson(nested(500), 'data')).toHaveLength(1001);
    expect(refusal(nested(501))).toMatchObject({ code: 'ERR_INVALID_PAYLOAD' });
    expect(refusal(nested(501)).message).toContain('nested deeper than 500');
  });
});

describe('the size of its JSON, in bytes', () => {
  test.each([
    ['one byte a character', 'x'.repeat(LIMIT - 2), 'x'.repeat(LIMIT - 1)],
    ['two bytes a character', 'ü'.repeat(LIMIT / 2 - 1), 'ü'.repeat(LIMIT / 2)],
    ['three bytes a character', '日'.repeat(Math.floor((LIMIT - 2) / 3)), '日'.repeat(Math.ceil((LIMIT - 1) / 3))],
    ['four bytes in two units', '🚀'.repeat((LIMIT - 4) / 4), '🚀'.repeat(LIMIT / 4)],
  ])('may be 1 MiB and no more: %s', (_what, fits, exceeds) => {
    expect(Buffer.byteLength(toJson(fits, 'data'))).toBeLessThanOrEqual(LIMIT);
    expect(refusal(exceeds)).toMatchObject({ code: 'ERR_PAYLOAD_TOO_LARGE', field: 'data', limit: LIMIT });
  });

  test('is told in the error', () => {
    expect(() => checkSize('x'.repeat(LIMIT + 5), 'result')).toThrow(
      expect.objectContaining({ bytes: LIMIT + 5, message: expect.stringContaining(`result: ${LIMIT + 5} bytes`) }),
    );
  });
});
