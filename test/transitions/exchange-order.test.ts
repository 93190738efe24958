// What an exchange takes first, and what it leaves: priorities, parked jobs, jobs that have expired, unique keys.
import { expect } from 'vitest';
import { exchange } from '../support/core-internals.js';
import { ask } from '../support/exchange-input.js';
import { placeOf } from '../support/places.js';
import { test } from '../support/script-bed.js';

test('below 0 goes before waiting, above 0 after it, each in its order', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('u1', 'u2', 'a', 'b', 'l1', 'l2');
  await bed.seed({
    waiting: ['b', 'a'],
    prioritized: { l2: placeOf(4, 2), l1: placeOf(4, 1), u2: placeOf(-4, 4), u1: placeOf(-4, 3) },
    tries: { l1: '0 0 - p4:1', l2: '0 0 - p4:2', u1: '0 0 - p-4:3', u2: '0 0 - p-4:4' },
  });
  const { before, after, reply, announced } = await bed.act(exchange, ask({ want: 5 }));
  expect(reply).toMatchObject({ ids: ['u1', 'u2', 'a', 'b', 'l1'], note: 'more' });
  expect(after).toEqual({
    ...before,
    // The mark that wakes a worker for what is left.
    waiting: [''],
    prioritized: { l2: placeOf(4, 2) },
    'active:w': { u1: 'claim 1', u2: 'claim 2', a: 'claim 3', b: 'claim 4', l1: 'claim 5' },
    meta: { claims: 'claim 5' },
  });
  expect(announced).toEqual(['now\nactive u1 u2 a b l1']);
});

test('what is due takes the place of its priority, last in first out before its like', async ({ bed }) => {
  await bed.worker('w');
  await bed.seed({
    delayed: { plain: bed.at(-4), ranked: bed.at(-3), last: bed.at(-2), urgent: bed.at(-1), suspect: bed.at(0) },
    tries: { ranked: '1 0 r p4', last: '0 0 - p4 f', urgent: '0 0 - f', suspect: '0 2 r' },
    waiting: ['older'],
    meta: { arrivals: 6 },
  });
  const { before, after, announced } = await bed.act(exchange, ask());
  expect(after).toEqual({
    ...before,
    delayed: undefined,
    waiting: ['plain', 'older', 'urgent'],
    suspects: ['suspect'],
    prioritized: { ranked: placeOf(4, 7), last: placeOf(4, -8) },
    tries: { ...(before['tries'] as object), ranked: '1 0 r p4:7', last: '0 0 - p4:-8 f' },
    meta: { arrivals: '8' },
  });
  expect(announced).toEqual(['now\nwaiting plain ranked last urgent suspect']);
});

test('parked jobs go to a worker that advertises their handler, and to no other', async ({ bed }) => {
  const parked = { 'parked:new': ['q', 'p'], 'parked:other': ['o'], parked: { new: 2, other: 1 } };
  await bed.seed({
    leases: { w: bed.at(9000) },
    workers: { w: `${bed.at(0)} 15000 :old:new: {}` },
    tries: { p: '0 0 - h', q: '1 0 r h', o: '0 0 - h' },
    ...parked,
  });
  await bed.messages('p', 'q', 'o');
  const { before, after, reply } = await bed.act(exchange, ask({ want: 5 }));
  expect(reply).toMatchObject({ ids: ['p', 'q'], tries: ['0 0 -', '1 0 r'], note: 'empty' });
  expect(after).toEqual({
    ...before,
    'parked:new': undefined,
    parked: { other: '1' },
    tries: { q: '1 0 r', o: '0 0 - h' },
    'active:w': { p: 'claim 1', q: 'claim 2' },
    meta: { claims: 'claim 2' },
  });
});

test('a job that has expired ends when it would be taken, and gives back what it held', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('late', 'fresh');
  await bed.seed({
    waiting: ['fresh', 'late'],
    tries: { late: `0 0 - x${bed.at(-10)} uekey k20000`, fresh: `0 0 - x${bed.at(60_000)} uskey2` },
    expiring: { late: bed.at(-10), fresh: bed.at(60_000) },
    'unique:key': 'late',
    'unique:key2': 'fresh',
  });
  const { before, after, reply, announced } = await bed.act(exchange, ask({ want: 5 }));
  expect(reply).toMatchObject({ ids: ['fresh'] });
  expect(after).toEqual({
    ...before,
    waiting: undefined,
    expiring: undefined,
    'unique:key': undefined,
    // Held until the start only.
    'unique:key2': undefined,
    'active:w': { fresh: 'claim 1' },
    meta: { claims: 'claim 1' },
    expired: { late: 'now' },
    fleeting: { late: 'now+20000' },
    'end:late': '[1,"expired","not started in time","w",0,0,now]',
    stats: { expired: '1' },
    // A retry takes the key again.
    tries: { late: '0 0 - uekey k20000', fresh: (before['tries'] as { fresh: string }).fresh },
  });
  expect(announced).toEqual(['now\nexpired late\nactive fresh']);
});
