import { describe, expect } from 'vitest';
import { remove } from '../support/core-internals.js';
import { closedRecord } from '../support/exchange-input.js';
import { test } from '../support/script-bed.js';
import { auditQueue } from '../support/snapshot.js';

const places = [
  { from: 'waiting', seed: { waiting: ['b', 'a'] }, makes: { gone: { a: '1' }, stats: { husks: '1' } } },
  { from: 'a pending list', seed: { 'pending:w': ['a'] }, makes: { gone: { a: '1' }, stats: { husks: '1' } } },
  {
    from: 'suspects',
    seed: { suspects: ['a'], tries: { a: '0 2 -' } },
    makes: { gone: { a: '1' }, tries: undefined, stats: { husks: '1' } },
  },
  {
    from: 'parked',
    seed: { 'parked:rare': ['a'], parked: { rare: '1' }, tries: { a: '0 0 - h' } },
    makes: { gone: { a: '1' }, tries: undefined, stats: { husks: '1' } },
  },
  {
    from: 'waiting again',
    seed: { waiting: ['a', 'a'], gone: { a: '1' }, stats: { husks: '1' } },
    makes: { gone: { a: '2' }, stats: { husks: '2' } },
  },
];

test.for(places)('a job is removed from $from: its entry stays as a husk', async ({ seed, makes }, { bed }) => {
  await bed.worker('w');
  await bed.messages('a', 'b');
  await bed.seed(seed as Parameters<typeof bed.seed>[0]);
  const { before, after, reply, announced } = await bed.act(remove, { ids: ['a'] });
  expect(after).toEqual({ ...before, 'job:a': undefined, ...makes });
  expect(reply).toEqual(['removed']);
  expect(announced).toEqual(['now\nremoved a']);
});

test('a delayed job leaves no husk, and everything that hangs on it goes too', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a', 'b');
  await bed.seed({ delayed: { a: bed.at(60_000), b: bed.at(60_000) }, tries: { a: '1 0 br', b: '1 0 -' } });
  await bed.seed({ 'body:a': 'body', 'run:a': { seq: '1' } });
  const { before, after, reply } = await bed.act(remove, { ids: ['a'] });
  const rest = { delayed: { b: 'seeded+60000' }, tries: { b: '1 0 -' } };
  expect(after).toEqual({ ...before, 'job:a': undefined, 'body:a': undefined, 'run:a': undefined, ...rest });
  expect(reply).toEqual(['removed']);
});

test('a prioritized job leaves no husk, frees its unique key, and expires no more', async ({ bed }) => {
  await bed.messages('a');
  await bed.seed({
    prioritized: { a: 5 },
    tries: { a: '0 0 l p1:5 x99 uekey' },
    'unique:key': 'a',
    expiring: { a: 99 },
  });
  await bed.seed({ 'log:a': ['1 line'] });
  const { after, reply } = await bed.act(remove, { ids: ['a'] });
  expect(after).toEqual({});
  expect(reply).toEqual(['removed']);
});

test('a unique key goes with its job, also within its window, unless another job holds it', async ({ bed }) => {
  await bed.messages('a', 'b');
  await bed.seed({ delayed: { a: 1, b: 1 }, tries: { a: '0 0 - uskey', b: '0 0 - uwopen' } });
  await bed.seed({ 'unique:key': 'c', 'unique:open': 'b' });
  const { after } = await bed.act(remove, { ids: ['a', 'b'] });
  expect(after).toEqual({ 'unique:key': 'c' });
});

test('many are removed at once, each with an outcome of its own', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a', 'b', 'c');
  await bed.seed({ waiting: ['c', 'a'], 'active:w': { b: '7' } });
  const { after, reply, announced } = await bed.act(remove, { ids: ['a', 'b', 'nobody', 'c', 'a'] });
  expect(reply).toEqual(['removed', 'active', 'missing', 'removed', 'missing']);
  expect(after).toMatchObject({ gone: { a: '1', c: '1' }, stats: { husks: '2' }, 'job:b': 'message of b' });
  expect(announced).toEqual(['now\nremoved a c']);
});

test('with a state, only what is still in it, as far as it has ended or not', async ({ bed }) => {
  await bed.messages('retried', 'late', 'f', 'c');
  await bed.seed({ waiting: ['retried'], delayed: { late: 1 }, failed: { f: 1 }, cancelled: { c: 1 } });
  await bed.seed({ 'end:f': closedRecord('failed', 1), 'end:c': closedRecord('cancelled', 1) });
  const { before, after, reply } = await bed.act(remove, { ids: ['retried', 'late', 'f', 'c'], state: 'failed' });
  expect(reply).toEqual(['moved', 'moved', 'removed', 'moved']);
  expect(after).toEqual({ ...before, failed: undefined, 'job:f': undefined, 'end:f': undefined });
  const living = await bed.act(remove, { ids: ['retried', 'late', 'c'], state: 'waiting' });
  expect(living.reply).toEqual(['removed', 'removed', 'moved']);
});

describe('a job that has ended', () => {
  test.for(['cancelled', 'expired'])('leaves %s, and its own retention', async (state, { bed }) => {
    await bed.messages('a');
    await bed.seed({ [state]: { a: bed.at(-1000) }, fleeting: { a: bed.at(9000) }, tries: { a: '0 0 - k1' } });
    await bed.seed({ 'end:a': closedRecord(state, bed.at(-1000)) });
    expect((await bed.act(remove, { ids: ['a'] })).after).toEqual({});
  });

  test('leaves failed', async ({ bed }) => {
    await bed.messages('a');
    await bed.seed({ failed: { a: bed.at(-1000) }, 'end:a': closedRecord('failed', bed.at(-1000)) });
    const { after, reply } = await bed.act(remove, { ids: ['a'] });
    expect(after).toEqual({});
    expect(reply).toEqual(['removed']);
  });

  test('leaves an entry in completed that means nothing', async ({ bed }) => {
    await bed.messages('a');
    await bed.seed({ completed: ['a'], 'end:a': closedRecord('completed', bed.at(-1000)) });
    const { after, reply } = await bed.act(remove, { ids: ['a'] });
    expect(after).toEqual({ completed: ['a'], gone: { 'completed a': '1' }, stats: { completedHusks: '1' } });
    expect(reply).toEqual(['removed']);
    expect(await auditQueue(bed.redis, 'bed', bed.queue)).toEqual([]);
  });
});

test.for(['w', 'dead'])('a job that is running is left alone (%s)', async (holder, { bed }) => {
  await bed.worker('w');
  await bed.messages('a');
  await bed.seed({ graves: { dead: bed.at(-1000) }, [`active:${holder}`]: { a: '7' } });
  const { before, after, reply, announced } = await bed.act(remove, { ids: ['a'] });
  expect(after).toEqual(before);
  expect(reply).toEqual(['active']);
  expect(announced).toEqual([]);
});

test('a job that is not there cannot be removed, nor a second time', async ({ bed }) => {
  await bed.messages('a');
  await bed.seed({ waiting: ['a'] });
  expect((await bed.act(remove, { ids: ['nobody'] })).reply).toEqual(['missing']);
  await bed.act(remove, { ids: ['a'] });
  const { before, after, reply } = await bed.act(remove, { ids: ['a'] });
  expect(after).toEqual(before);
  expect(reply).toEqual(['missing']);
});
