import { describe, expect } from 'vitest';
import { remove } from '../support/core-internals.js';
import { closedRecord } from '../support/exchange-input.js';
import { test } from '../support/script-bed.js';
import { auditQueue } from '../support/snapshot.js';

const places = [
  { from: 'waiting', seed: { waiting: ['b', 'a'] }, makes: { gone: { a: '1' } } },
  { from: 'a pending list', seed: { 'pending:w': ['a'] }, makes: { gone: { a: '1' } } },
  { from: 'suspects', seed: { suspects: ['a'], tries: { a: '0 2 -' } }, makes: { gone: { a: '1' }, tries: undefined } },
  { from: 'waiting again', seed: { waiting: ['a', 'a'], gone: { a: '1' } }, makes: { gone: { a: '2' } } },
];

test.for(places)('a job is removed from $from: its entry stays as a husk', async ({ seed, makes }, { bed }) => {
  await bed.worker('w');
  await bed.messages('a', 'b');
  await bed.seed(seed as Parameters<typeof bed.seed>[0]);
  const { before, after, reply, announced } = await bed.act(remove, { id: 'a' });
  expect(after).toEqual({ ...before, 'job:a': undefined, ...makes });
  expect(reply).toBe('removed');
  expect(announced).toEqual(['now\nremoved a']);
});

test('a delayed job leaves no husk, and everything that hangs on it goes too', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a', 'b');
  await bed.seed({ delayed: { a: bed.at(60_000), b: bed.at(60_000) }, tries: { a: '1 0 br', b: '1 0 -' } });
  await bed.seed({ 'body:a': 'body', 'run:a': { seq: '1' } });
  const { before, after, reply } = await bed.act(remove, { id: 'a' });
  const rest = { delayed: { b: 'seeded+60000' }, tries: { b: '1 0 -' } };
  expect(after).toEqual({ ...before, 'job:a': undefined, 'body:a': undefined, 'run:a': undefined, ...rest });
  expect(reply).toBe('removed');
});

describe('a job that has ended', () => {
  test('leaves failed', async ({ bed }) => {
    await bed.messages('a');
    await bed.seed({ failed: { a: bed.at(-1000) }, 'end:a': closedRecord('failed', bed.at(-1000)) });
    const { after, reply } = await bed.act(remove, { id: 'a' });
    expect(after).toEqual({});
    expect(reply).toBe('removed');
  });

  test('leaves an entry in completed that means nothing', async ({ bed }) => {
    await bed.messages('a');
    await bed.seed({ completed: ['a'], 'end:a': closedRecord('completed', bed.at(-1000)) });
    const { after, reply } = await bed.act(remove, { id: 'a' });
    expect(after).toEqual({ completed: ['a'] });
    expect(reply).toBe('removed');
    expect(await auditQueue(bed.redis, 'bed', bed.queue, { removals: true })).toEqual([]);
  });
});

test.for(['w', 'dead'])('a job that is running is left alone (%s)', async (holder, { bed }) => {
  await bed.worker('w');
  await bed.messages('a');
  await bed.seed({ graves: { dead: bed.at(-1000) }, [`active:${holder}`]: { a: '7' } });
  const { before, after, reply, announced } = await bed.act(remove, { id: 'a' });
  expect(after).toEqual(before);
  expect(reply).toBe('active');
  expect(announced).toEqual([]);
});

test('a job that is not there cannot be removed, nor a second time', async ({ bed }) => {
  await bed.messages('a');
  await bed.seed({ waiting: ['a'] });
  expect((await bed.act(remove, { id: 'nobody' })).reply).toBe('missing');
  await bed.act(remove, { id: 'a' });
  const { before, after, reply } = await bed.act(remove, { id: 'a' });
  expect(after).toEqual(before);
  expect(reply).toBe('missing');
});
