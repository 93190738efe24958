import { describe, expect, test } from 'vitest';
import {
  duration,
  flag,
  integer,
  kind,
  number,
  oneOf,
  type Reader,
  readJobId,
  readName,
  readOptions,
  readPrefix,
} from './options.js';

const TABLE = { count: integer(1, 5), wait: duration(50) };

/** What a call throws; fails when it throws nothing. */
function thrownBy(call: () => unknown): { code: string; field: string; message: string } {
  try {
    call();
  } catch (error) {
    return error as ReturnType<typeof thrownBy>;
  }
  throw new Error('nothing was thrown');
}

describe('readOptions', () => {
  test('normalises values and drops those that are undefined', () => {
    expect(readOptions({ count: 3, wait: '1s' }, TABLE, 'options')).toEqual({ count: 3, wait: 1000 });
    expect(Object.keys(readOptions({ count: undefined }, TABLE, 'options'))).toEqual([]);
    expect(readOptions(undefined, TABLE, 'options')).toEqual({});
  });

  test('names the unknown key and the known ones', () => {
    expect(thrownBy(() => readOptions({ counts: 3 }, TABLE, 'options'))).toMatchObject({
      code: 'ERR_INVALID_OPTION',
      field: 'options.counts',
      message: 'options.counts: unknown option; known are count, wait',
    });
  });

  test.each(['toString', 'constructor', '__proto__'])('takes %s for no option, though every object has it', (key) => {
    const given = JSON.parse(`{ "${key}": 1 }`);
    expect(thrownBy(() => readOptions(given, TABLE, 'options')).field).toBe(`options.${key}`);
  });

  test.each([null, 5, 'count', true, [], () => {}])('refuses %s in place of an object', (given) => {
    expect(thrownBy(() => readOptions(given, TABLE, 'options'))).toMatchObject({ field: 'options' });
  });

  test('refuses null as a value: only undefined counts as absent', () => {
    expect(thrownBy(() => readOptions({ count: null }, TABLE, 'options'))).toMatchObject({ field: 'options.count' });
  });
});

const logger = { warn: () => undefined };

const READERS: { reader: Reader<unknown>; takes: unknown[]; refuses: unknown[] }[] = [
  { reader: integer(1, 5), takes: [1, 5], refuses: [0, 6, 1.5, Number.NaN, '3', null, 3n] },
  { reader: integer(0), takes: [0, Number.MAX_SAFE_INTEGER], refuses: [-1, 2 ** 53, Number.POSITIVE_INFINITY] },
  { reader: number(0, 1), takes: [0, 0.5, 1], refuses: [-0.1, 1.1, Number.NaN, '0.5'] },
  { reader: flag, takes: [true, false], refuses: [0, 1, 'true', null] },
  { reader: oneOf('late', 'early'), takes: ['late', 'early'], refuses: ['Late', '', null, 0] },
  { reader: kind('object'), takes: [logger, () => undefined], refuses: [null, 'logger', 5] },
  { reader: kind('function'), takes: [Array.isArray], refuses: [null, logger, 'f'] },
];

describe.each(READERS)('a reader', ({ reader, takes, refuses }) => {
  test.each(takes)('takes %s as it is', (value) => {
    expect(reader(value, 'field')).toBe(value);
  });

  test.each(refuses)('refuses %s and says what was expected', (value) => {
    expect(thrownBy(() => reader(value, 'a.field'))).toMatchObject({
      field: 'a.field',
      message: expect.stringMatching(/^a\.field: expected /),
    });
  });
});

test('a duration has a least length', () => {
  expect(duration(50)('50ms', 'wait')).toBe(50);
  expect(thrownBy(() => duration(50)(49, 'wait')).message).toBe('wait: expected at least 50 ms');
});

describe.each([
  {
    what: 'a name',
    read: readName,
    takes: ['mail', 'a.b-c_d', 'ünïcode', '🚀', 'x'.repeat(128)],
    refuses: ['a:b', 'a{b', 'a}b'],
  },
  { what: 'a prefix', read: readPrefix, takes: ['app', 'app:eu:1', 'ü'], refuses: ['{app}', 'a}'] },
  { what: 'a job id', read: readJobId, takes: ['42', 'user:7', '{x}', 'a/b?c', '日本'], refuses: [] },
])('$what', ({ read, takes, refuses }) => {
  const odd = [
    '',
    ' ',
    'a b',
    'a\tb',
    'a\nb',
    'a\u0000b',
    'a\u00a0b',
    'a\u200bb',
    '\u{e000}',
    '\ud800',
    'x'.repeat(129),
  ];

  test.each(takes)('may be %j', (name) => {
    expect(read(name, 'name')).toBe(name);
  });

  test.each([...refuses, ...odd, 5, null, undefined, ['a'], { toString: () => 'a' }])('may not be %j', (name) => {
    expect(thrownBy(() => read(name, 'name'))).toMatchObject({ code: 'ERR_INVALID_NAME', field: 'name' });
  });
});
