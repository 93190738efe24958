import { startTestBed, type TestBed } from '@longshore/testing';
import { expect, test } from 'vitest';

const wrong = (value: unknown): never => value as never;

const CASES: [what: string, call: (bed: TestBed) => unknown, field: string][] = [
  ['a negative advance', (bed) => bed.advance(-1), 'by'],
  ['an advance without a unit', (bed) => bed.advance(wrong('5')), 'by'],
  ['no advance', (bed) => bed.advance(wrong(undefined)), 'by'],
  ['a queue without a name', (bed) => bed.queue(''), 'queue'],
  ['a handler that is none', (bed) => bed.handle('mail', wrong({ welcome: 5 })), 'handlers.welcome'],
  ['no handlers', (bed) => bed.handle('mail', wrong(undefined)), 'handlers'],
  ['an unknown option of handle', (bed) => bed.handle('mail', () => 1, wrong({ nope: 1 })), 'options.nope'],
  ['options that are none', (bed) => bed.handle('mail', () => 1, wrong(7)), 'options'],
  ['the concurrency', (bed) => bed.handle('mail', () => 1, wrong({ concurrency: 5 })), 'options.concurrency'],
  [
    'handlers for the same queue twice',
    (bed) => {
      bed.handle('twice', () => 1);
      bed.handle('twice', () => 2);
    },
    'queue',
  ],
];

test.each(CASES)('%s', async (_what, call, field) => {
  await using bed = await startTestBed();
  await expect((async () => call(bed))()).rejects.toMatchObject({ field });
  expect(await bed.drain()).toEqual([]);
});

test('a Redis that is not there', async () => {
  await expect(startTestBed({ connection: 'redis://127.0.0.1:1' })).rejects.toMatchObject({
    code: 'ERR_REDIS_UNAVAILABLE',
  });
});

test.each([
  ['an unknown option', { redis: 'x' }, 'options.redis'],
  ['a connection that is no URL', { connection: 'localhost' }, 'options.connection'],
  ['a negative timeout', { timeout: -1 }, 'options.timeout'],
  ['a prefix with braces', { prefix: '{a}' }, 'options.prefix'],
  ['no object', 5, 'options'],
])('of startTestBed: %s', async (_what, options, field) => {
  await expect(startTestBed(wrong(options))).rejects.toMatchObject({ field });
});
