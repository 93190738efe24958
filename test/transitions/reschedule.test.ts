import { expect } from 'vitest';
import { exchange, reschedule } from '../support/core-internals.js';
import { ask, closedRecord } from '../support/exchange-input.js';
import { test } from '../support/script-bed.js';
import { auditQueue } from '../support/snapshot.js';

const HUSK = { gone: { a: '1' }, stats: { husks: '1' } };
const places = [
  { from: 'waiting', seed: { waiting: ['b', 'a'] }, makes: HUSK },
  { from: 'a pending list', seed: { 'pending:w': ['a'], waiting: ['b'] }, makes: HUSK },
  { from: 'suspects', seed: { suspects: ['a'], waiting: ['b'], tries: { a: '0 2 -' } }, makes: HUSK },
  {
    from: 'parked',
    seed: { 'parked:rare': ['a'], parked: { rare: '1' }, waiting: ['b'], tries: { a: '0 0 b h' } },
    makes: { ...HUSK, tries: { a: '0 0 b' } },
  },
  { from: 'prioritized', seed: { prioritized: { a: 7 }, waiting: ['b'] }, makes: { prioritized: undefined } },
];

test.for(places)('a job is delayed from $from', async ({ seed, makes }, { bed }) => {
  await bed.worker('w');
  await bed.messages('a', 'b');
  await bed.seed(seed as Parameters<typeof bed.seed>[0]);
  const { before, after, reply, announced } = await bed.act(reschedule, { ids: ['a'], due: '+60000' });
  expect(after).toEqual({ ...before, ...makes, delayed: { a: 'now+60000' } });
  expect(reply).toEqual(['rescheduled']);
  expect(announced).toEqual(['now\npostponed a']);
});

test('a delayed one gets its new time, and nobody is woken for a later one', async ({ bed }) => {
  await bed.messages('a', 'b');
  await bed.seed({ delayed: { a: bed.at(60_000), b: bed.at(70_000) } });
  const { before, after } = await bed.act(reschedule, { ids: ['a'], due: String(bed.at(90_000)) });
  expect(after).toEqual({ ...before, delayed: { a: 'seeded+90000', b: 'seeded+70000' } });
});

test('one that is due before all others wakes a worker that sleeps', async ({ bed }) => {
  await bed.messages('a', 'b');
  await bed.seed({ delayed: { a: bed.at(60_000), b: bed.at(70_000) } });
  const { after } = await bed.act(reschedule, { ids: ['b'], due: String(bed.at(50_000)) });
  expect(after).toMatchObject({ delayed: { a: 'seeded+60000', b: 'seeded+50000' }, waiting: [''] });
});

test('what runs, has ended or is not there is left as it is, and said to be so', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('runs', 'dead', 'done');
  await bed.seed({ 'active:w': { runs: '7' }, graves: { v: bed.at(-1000) }, 'active:v': { dead: '8' } });
  await bed.seed({ completed: ['done'], 'end:done': closedRecord('completed', bed.at(-1000)) });
  const { before, after, reply, announced } = await bed.act(reschedule, {
    ids: ['runs', 'dead', 'done', 'nobody'],
    due: '+5',
  });
  expect(after).toEqual(before);
  expect(reply).toEqual(['active', 'active', 'ended', 'missing']);
  expect(announced).toEqual([]);
});

test('a job that left the list and is due again is taken once', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a', 'b');
  await bed.seed({ waiting: ['b', 'a'] });
  await bed.act(reschedule, { ids: ['a'], due: String(bed.at(-1)) });
  const { after, reply } = await bed.act(exchange, ask({ want: 5 }));
  expect(reply).toMatchObject({ ids: ['b', 'a'] });
  expect(after).toMatchObject({ stats: { husks: '0' } });
  expect(after).not.toHaveProperty('gone');
  expect(await auditQueue(bed.redis, 'bed', bed.queue)).toEqual([]);
});
