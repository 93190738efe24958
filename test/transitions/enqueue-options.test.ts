// What an added job may bring along: a priority, an expiry, a unique key; and the queue that is full.
import { describe, expect } from 'vitest';
import { enqueue, type Outgoing } from '../support/core-internals.js';
import { placeOf } from '../support/places.js';
import { test } from '../support/script-bed.js';

const job = (id: string, words: string, more: Partial<Outgoing> = {}): Outgoing => ({
  id,
  text: `"name",{"of":"${id}"}`,
  due: '',
  body: undefined,
  own: true,
  words,
  hold: '',
  replace: false,
  ...more,
});
const stored = (id: string): string => `"name",{"of":"${id}"},now`;
const nothing = { taken: [], refused: [], holders: new Map() };

test('a priority gives a place, and a mark wakes a worker', async ({ bed }) => {
  const { after, reply, announced } = await bed.act(enqueue, [
    job('low', ' p4'),
    job('urgent', ' p-4'),
    job('last', ' p4 f'),
  ]);
  expect(after).toEqual({
    waiting: [''],
    prioritized: { low: placeOf(4, 1), urgent: placeOf(-4, 2), last: placeOf(4, -3) },
    tries: { low: '0 0 - p4:1', urgent: '0 0 - p-4:2', last: '0 0 - p4:-3 f' },
    meta: { arrivals: '3' },
    ...Object.fromEntries(['low', 'urgent', 'last'].map((id) => [`job:${id}`, stored(id)])),
  });
  expect(reply).toEqual(nothing);
  expect(announced).toEqual(['now\nadded low urgent last']);
});

test('last in first out goes to the other end of waiting; an expiry counts from now', async ({ bed }) => {
  await bed.seed({ waiting: ['older'] });
  const { before, after } = await bed.act(enqueue, [job('first', ' f'), job('brief', ' x+30000 k5000')]);
  expect(after).toEqual({
    ...before,
    waiting: ['brief', 'older', 'first'],
    expiring: { brief: 'now+30000' },
    tries: { first: '0 0 - f', brief: expect.stringMatching(/^0 0 - x\d{13} k5000$/) },
    'job:first': stored('first'),
    'job:brief': stored('brief'),
  });
});

describe('a unique key', () => {
  test('is taken by the first, and tells the second who has it', async ({ bed }) => {
    const { after, reply } = await bed.act(enqueue, [job('a', ' uekey'), job('b', ' uekey', { hold: 5000 })]);
    expect(after).toEqual({
      waiting: ['a'],
      'job:a': stored('a'),
      tries: { a: '0 0 - uekey' },
      'unique:key': 'a',
    });
    expect(reply).toEqual({ ...nothing, holders: new Map([['b', 'a']]) });
  });

  test('goes to the next where its holder has ended', async ({ bed }) => {
    await bed.messages('a');
    await bed.seed({ 'unique:key': 'a', 'end:a': 'record' });
    const { before, after } = await bed.act(enqueue, [job('b', ' uskey', { hold: 5000 })]);
    expect(after).toEqual({
      ...before,
      waiting: ['b'],
      'job:b': stored('b'),
      tries: { b: '0 0 - uskey' },
      'unique:key': 'b',
      'unique:key (ttl)': 5000,
    });
  });

  test('of a job that waits is replaced: new data, new delay, the old entry a husk', async ({ bed }) => {
    await enqueue.run(bed.connection, bed.keys, [job('a', ' uekey')]);
    const { before, after, reply } = await bed.act(enqueue, [
      job('b', ' uekey', { replace: true, due: '+4000', body: '"large"' }),
    ]);
    expect(after).toEqual({
      ...before,
      'job:a': stored('b'),
      'body:a': '"large"',
      delayed: { a: 'now+4000' },
      tries: { a: '0 0 b uekey' },
      gone: { a: '1' },
      stats: { husks: '1' },
    });
    expect(reply).toEqual({ ...nothing, holders: new Map([['b', 'a']]) });
  });

  test('of a parked job is replaced too: it is delayed then', async ({ bed }) => {
    await bed.messages('a');
    const parked = { 'parked:new': ['a'], parked: { new: 1 }, tries: { a: '0 0 - uekey h' } };
    await bed.seed({ ...parked, 'unique:key': 'a' });
    const { before, after } = await bed.act(enqueue, [job('b', ' uekey', { replace: true, due: '+4000' })]);
    expect(after).toEqual({
      ...before,
      // The mark tells a worker that sleeps when to look.
      waiting: [''],
      'job:a': stored('b'),
      delayed: { a: 'now+4000' },
      tries: { a: '0 0 - uekey' },
      gone: { a: '1' },
      stats: { husks: '1' },
    });
  });

  test('of a job that runs is not replaced', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a');
    await bed.seed({ 'active:w': { a: '7' }, 'unique:key': 'a', tries: { a: '0 0 - uekey' } });
    const { before, after } = await bed.act(enqueue, [job('b', ' uekey', { replace: true, due: '+4000' })]);
    expect(after).toEqual(before);
  });
});

describe('a queue that is full', () => {
  test('takes what there is room for and refuses the others; husks and marks take no room', async ({ bed }) => {
    await bed.seed({ waiting: ['husk', 'a'], gone: { husk: 1 }, stats: { husks: 1 }, limits: { depth: 3 } });
    const { before, after, reply } = await bed.act(enqueue, [
      job('b', ''),
      job('c', ' k5000'),
      job('d', ''),
      job('e', ''),
    ]);
    expect(after['waiting']).toEqual(['d', 'b', 'husk', 'a']);
    expect(reply).toEqual({ ...nothing, refused: ['e', 'c'] });
    expect(after['limits']).toEqual(before['limits']);
  });

  test('drops the oldest, which ends as expired', async ({ bed }) => {
    await bed.messages('old', 'older');
    await bed.seed({
      waiting: ['old', 'older'],
      tries: { older: `0 0 - x${bed.at(60_000)} uekey` },
      expiring: { older: bed.at(60_000) },
      'unique:key': 'older',
      limits: { depth: 2, onFull: 'dropOldest' },
    });
    const { before, after, announced } = await bed.act(enqueue, [job('a', '')]);
    expect(after).toEqual({
      ...before,
      waiting: ['a', 'old'],
      // A retry takes the key again.
      tries: { older: '0 0 - uekey' },
      expiring: undefined,
      'unique:key': undefined,
      'job:a': stored('a'),
      'end:older': '[1,"expired","dropped","",0,0,now]',
      expired: { older: 'now' },
      stats: { expired: '1' },
    });
    expect(announced).toEqual(['now\nadded a\nexpired older']);
  });
});
