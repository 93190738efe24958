import { expect } from 'vitest';
import { raze } from '../support/core-internals.js';
import { seedEverything } from '../support/every-script.js';
import { test } from '../support/script-bed.js';

test('nothing is changed while a worker lives', async ({ bed }) => {
  await seedEverything(bed);
  const { before, after, reply, announced } = await bed.act(raze, { limit: 100 });
  expect(after).toEqual(before);
  expect(reply).toEqual({ is: 'in use', count: 1 });
  expect(announced).toEqual([]);
});

test('no key is left of a queue that has one of each kind', async ({ bed }) => {
  await seedEverything(bed);
  await bed.redis.zrem(bed.keys.leases, 'w');
  const hour = Math.floor(bed.at(0) / 3_600_000);
  await bed.seed({ schedules: { daily: '{}' }, ticks: { daily: 1 }, [`history:${hour}`]: { '1 completed': '5' } });
  await bed.seed({ [`history:${hour - 25}`]: { '1 completed': '5' }, 'unique:ekey': 'n', 'log:waits': ['1 line'] });
  await bed.seed({ 'unique:key': 'ranked', 'body:waits': 'body' });
  await bed.redis.hset(bed.keys.tries, { ranked: '0 0 - p-2:1 uwkey', n: '0 0 - ueekey' });
  const { after, reply } = await bed.act(raze, { limit: 1000 });
  expect(after).toEqual({});
  expect(reply).toMatchObject({ is: 'done' });
});

test('a call takes as many as it may, and pauses the queue', async ({ bed }) => {
  await bed.messages('a', 'b', 'c', 'd');
  await bed.seed({ waiting: ['b', 'a'], delayed: { c: 1, d: 2 } });
  const { after, reply, announced } = await bed.act(raze, { limit: 3 });
  expect(after).toEqual({ 'job:d': 'message of d', delayed: { d: 2 }, meta: { paused: 'now' } });
  expect(reply).toEqual({ is: 'more', count: 3 });
  expect(announced).toEqual(['now\nremoved b a c']);
  expect(await raze.run(bed.connection, bed.keys, { limit: 3 })).toEqual({ is: 'done', count: 1 });
  expect(await bed.state()).toEqual({});
});

test('what dead workers hold goes too; husks and marks are no jobs', async ({ bed }) => {
  await bed.messages('moved', 'ran', 'a');
  await bed.seed({ leases: { v: bed.at(-1) }, workers: { v: '1 1 {}' }, graves: { g: 1 } });
  await bed.seed({
    'pending:v': ['', 'moved'],
    'active:g': { ran: '7' },
    waiting: ['husk', 'a', ''],
    gone: { husk: '1' },
  });
  const { after, reply } = await bed.act(raze, { limit: 100 });
  expect(after).toEqual({});
  expect(reply).toEqual({ is: 'done', count: 3 });
});

test('a queue that is not there is gone already', async ({ bed }) => {
  const { after, reply } = await bed.act(raze, { limit: 100 });
  expect(after).toEqual({});
  expect(reply).toEqual({ is: 'done', count: 0 });
});
