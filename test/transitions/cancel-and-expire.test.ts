import { describe, expect } from 'vitest';
import { cancel, expire, reap } from '../support/core-internals.js';
import { closedRecord, completed, failed, retry, say, turn } from '../support/exchange-input.js';
import { placeOf } from '../support/places.js';
import { test } from '../support/script-bed.js';

const reason = 'no "need"';
const RECORD = '[1,"cancelled","no \\"need\\"","",0,0,now]';
const ENDED = { 'end:a': RECORD, cancelled: { a: 'now' } };

describe('a job that is cancelled before it has started ends at once', () => {
  const PLACES: { where: string; seed: Record<string, object>; leaves: Record<string, unknown> }[] = [
    { where: 'delayed', seed: { delayed: { a: 5 } }, leaves: { delayed: undefined, stats: { cancelled: '1' } } },
    {
      where: 'prioritized',
      seed: { prioritized: { a: placeOf(4, 1) }, tries: { a: '0 0 - p4:1' } },
      leaves: { prioritized: undefined, stats: { cancelled: '1' } },
    },
    // Its entry stays in the list, and is counted.
    { where: 'waiting', seed: { waiting: ['a'] }, leaves: { gone: { a: '1' }, stats: { cancelled: '1', husks: '1' } } },
    {
      where: 'parked',
      seed: { 'parked:new': ['a'], parked: { new: 1 }, tries: { a: '1 0 r h' } },
      leaves: {
        gone: { a: '1' },
        stats: { cancelled: '1', husks: '1' },
        tries: { a: '1 0 r' },
        'end:a': RECORD.replace(',0,0', ',1,0'),
      },
    },
  ];
  test.for(PLACES)('$where', async ({ seed, leaves }, { bed }) => {
    await bed.messages('a');
    await bed.seed(seed as never);
    const { before, after, reply, announced } = await bed.act(cancel, { ids: ['a'], reason });
    expect(after).toEqual({ ...before, ...ENDED, ...leaves });
    expect(reply).toEqual(['cancelled']);
    expect(announced).toEqual(['now\ncancelled a']);
  });
});

test('a job that runs is ordered to stop, once', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a');
  await bed.seed({ 'active:w': { a: '7' } });
  const { before, after, reply, announced } = await bed.act(cancel, { ids: ['a'], reason });
  expect(after).toEqual({ ...before, orders: { a: 'w "no \\"need\\""' } });
  expect(reply).toEqual(['ordered']);
  expect(announced).toEqual(['control: cancel w a']);
  const again = await bed.act(cancel, { ids: ['a'], reason: 'another' });
  expect(again.after).toEqual(after);
  expect(again).toMatchObject({ reply: ['ordered'], announced: [] });
});

test('one that has ended, or is not there, stays as it is', async ({ bed }) => {
  await bed.messages('a');
  await bed.seed({ completed: ['a'], 'end:a': closedRecord('completed', bed.at(0)) });
  const { before, after, reply, announced } = await bed.act(cancel, { ids: ['a', 'nobody'], reason });
  expect(after).toEqual(before);
  expect(reply).toEqual(['ended', 'missing']);
  expect(announced).toEqual([]);
});

describe('an order decides how a run ends', () => {
  const ORDER = { orders: { a: 'w "no need"' } };
  const CASES = [
    { name: 'that failed', report: failed('a', '7') },
    { name: 'that would be retried', report: retry('a', '7', 1000) },
  ];
  test.for(CASES)('$name: cancelled', async ({ report }, { bed }) => {
    await bed.worker('w');
    await bed.messages('a');
    await bed.seed({ 'active:w': { a: '7' }, tries: { a: '2 0 r' }, ...ORDER });
    const { before, after, reply, announced } = await bed.act(turn, say({ reports: [report] }));
    expect(after).toEqual({
      ...before,
      'active:w': undefined,
      orders: undefined,
      cancelled: { a: 'now' },
      'end:a': '[1,"cancelled","no need","w",2,0,now]',
      stats: { cancelled: '1' },
    });
    expect(reply).toMatchObject({ stale: [], cancelled: ['a'] });
    expect(announced).toEqual(['now\ncancelled a']);
  });

  test('that completed: completed, for its work is done', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ 'active:w': { a: '7' }, ...ORDER });
    const { after } = await bed.act(turn, say({ reports: [completed('a', '7')] }));
    expect(after).toMatchObject({ completed: ['a'] });
    expect(after['orders']).toBeUndefined();
  });

  test('whose worker died: cancelled', async ({ bed }) => {
    await bed.worker('r');
    await bed.worker('w', { lease: -1000 });
    await bed.seed({ 'active:w': { a: '7' }, ...ORDER });
    const { after, reply } = await bed.act(reap, { victim: 'w', reason: 'died', reaper: 'r', maxCrashes: 3 });
    expect(after).toMatchObject({ cancelled: { a: 'now' }, 'end:a': '[1,"cancelled","no need","w",0,0,now]' });
    expect(after['orders']).toBeUndefined();
    expect(reply).toMatchObject({ recovered: 0, failed: 0 });
  });
});

test('a prioritized job of a dead worker takes its old place, and a mark wakes the others', async ({ bed }) => {
  await bed.worker('r');
  await bed.worker('w', { lease: -1000 });
  await bed.seed({ 'active:w': { a: '7' }, tries: { a: '0 0 - p4:9 x1 uskey' } });
  const { after } = await bed.act(reap, { victim: 'w', reason: 'died', reaper: 'r', maxCrashes: 3 });
  expect(after).toMatchObject({
    waiting: [''],
    prioritized: { a: placeOf(4, 9) },
    tries: { a: '0 1 r p4:9 uskey' },
    // Given up at its start; it has to start again.
    'unique:key': 'a',
  });
});

test('what nobody has started in time expires, as many as a call may', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a', 'b', 'c', 'd');
  await bed.seed({
    waiting: ['a'],
    delayed: { b: 5 },
    expiring: { a: bed.at(-3), b: bed.at(-2), c: bed.at(-1), d: bed.at(60_000) },
    tries: { a: '0 0 - x1 uekey', b: '1 0 r x1', c: '0 0 - x1', d: '0 0 - x1' },
    'unique:key': 'a',
  });
  const { before, after, reply, announced } = await bed.act(expire, { wid: 'w', limit: 2 });
  const record = (attempts: number) => `[1,"expired","not started in time","",${attempts},0,now]`;
  expect(after).toEqual({
    ...before,
    delayed: undefined,
    'unique:key': undefined,
    expiring: { c: 'seeded-1', d: 'seeded+60000' },
    tries: { a: '0 0 - uekey', b: '1 0 r', c: '0 0 - x1', d: '0 0 - x1' },
    expired: { a: 'now', b: 'now' },
    'end:a': record(0),
    'end:b': record(1),
    gone: { a: '1' },
    stats: { expired: '2', husks: '1' },
  });
  expect(reply).toBe(2);
  expect(announced).toEqual(['now\nexpired a b']);
});

test('a fenced worker expires nothing', async ({ bed }) => {
  await bed.seed({ expiring: { a: bed.at(-3) }, tries: { a: '0 0 - x1' }, waiting: ['a'] });
  const { before, after, reply } = await bed.act(expire, { wid: 'w', limit: 2 });
  expect(after).toEqual(before);
  expect(reply).toBe(0);
});
