import { describe, expect } from 'vitest';
import { counts, glance, locate, look } from '../support/core-internals.js';
import { closedRecord } from '../support/exchange-input.js';
import { type ScriptBed, test } from '../support/script-bed.js';

/** One job in each state that there is, and a husk. */
async function scene(bed: ScriptBed): Promise<void> {
  await bed.worker('w');
  await bed.messages(
    'a',
    'unclaimed',
    'running',
    'late',
    's',
    'done',
    'bad',
    'in-grave',
    'moved-to-grave',
    'stopped',
    'missed',
  );
  await bed.seed({
    waiting: ['a', 'husk', ''],
    'pending:w': ['unclaimed'],
    'active:w': { running: '7' },
    delayed: { late: bed.at(60_000) },
    suspects: ['s'],
    completed: ['done', 'old'],
    'end:done': closedRecord('completed', bed.at(-1000)),
    failed: { bad: bed.at(-1000) },
    'end:bad': closedRecord('failed', bed.at(-1000)),
    graves: { g: bed.at(-1000) },
    'active:g': { 'in-grave': '8' },
    'pending:g': ['moved-to-grave'],
    gone: { husk: '1', 'completed old': '1' },
    stats: { husks: '1', completedHusks: '1' },
    prioritized: { urgent: 1, slow: 2 },
    parked: { unknown: '2', other: '1' },
    cancelled: { stopped: bed.at(-1000) },
    'end:stopped': closedRecord('cancelled', bed.at(-1000)),
    expired: { missed: bed.at(-1000) },
    'end:missed': closedRecord('expired', bed.at(-1000)),
  });
}

test('counts tells how many jobs are where, without markers and husks', async ({ bed }) => {
  await scene(bed);
  const { before, after, reply } = await bed.act(counts, undefined);
  expect(after).toEqual(before);
  expect(reply).toEqual({
    waiting: 3,
    prioritized: 2,
    delayed: 1,
    parked: 3,
    active: 2,
    suspect: 1,
    completed: 1,
    failed: 1,
    cancelled: 1,
    expired: 1,
  });
});

test('counts of a queue that was never used are zero', async ({ bed }) => {
  const { after, reply } = await bed.act(counts, undefined);
  expect(after).toEqual({});
  expect(Object.keys(reply)).toHaveLength(10);
  expect(new Set(Object.values(reply))).toEqual(new Set([0]));
});

test('look brings terminal records, and tells what lives from what is not there', async ({ bed }) => {
  await scene(bed);
  const { before, after, reply } = await bed.act(look, { ids: ['a', 'done', 'nobody', 'bad', 'running'] });
  expect(after).toEqual(before);
  expect(reply).toEqual([
    'live',
    closedRecord('completed', 'seeded-1000'),
    '',
    closedRecord('failed', 'seeded-1000'),
    'live',
  ]);
});

describe('locate', () => {
  test.for([
    { id: 'a', where: 'waiting' },
    { id: 'unclaimed', where: 'waiting' },
    { id: 'moved-to-grave', where: 'waiting' },
    { id: 'running', where: 'active' },
    { id: 'in-grave', where: 'active' },
    { id: 'late', where: 'delayed' },
    { id: 's', where: 'suspect' },
    { id: 'done', where: 'ended', record: closedRecord('completed', 'seeded-1000') },
    { id: 'bad', where: 'ended', record: closedRecord('failed', 'seeded-1000') },
    { id: 'husk', where: 'missing' },
    { id: 'nobody', where: 'missing' },
  ])('finds $id: $where', async ({ id, where, record }, { bed }) => {
    await scene(bed);
    const { before, after, reply } = await bed.act(locate, { id });
    expect(after).toEqual(before);
    expect(reply).toEqual({ where, record });
  });
});

describe('glance', () => {
  const nothing = { endedAt: '', seq: '', at: '', value: '' };

  test.for([
    { id: 'a', told: { ...nothing, state: 'live' } },
    { id: 'running', told: { ...nothing, state: 'live', seq: '5', at: '6', value: '{"percent":1}' } },
    { id: 'done', told: { ...nothing, state: 'completed', endedAt: 'seeded-1000' } },
    { id: 'stopped', told: { ...nothing, state: 'cancelled', endedAt: 'seeded-1000' } },
  ])('of $id', async ({ id, told }, { bed }) => {
    await scene(bed);
    await bed.seed({ 'run:running': { seq: '5', at: '6', progress: '{"percent":1}', checkpoint: '7' } });
    const { before, after, reply } = await bed.act(glance, { id });
    expect(after).toEqual(before);
    expect(reply).toMatchObject(told);
    expect(reply?.message).toBe(`message of ${id}`);
  });

  test('of a job that is not there', async ({ bed }) => {
    await scene(bed);
    expect((await bed.act(glance, { id: 'nobody' })).reply).toBeUndefined();
  });
});
