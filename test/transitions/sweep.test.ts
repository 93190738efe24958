import { describe, expect } from 'vitest';
import { reap, sweep } from '../support/core-internals.js';
import { closedRecord } from '../support/exchange-input.js';
import { type ScriptBed, test } from '../support/script-bed.js';
import { without } from '../support/snapshot.js';

const HOUR_MS = 3_600_000;
const INPUT = { wid: 'w', intervalMs: 5000, graveMs: HOUR_MS, completedMs: HOUR_MS, failedMs: 2 * HOUR_MS };

test('the first sweep of all notes its time and finds nobody where all is well', async ({ bed }) => {
  await bed.worker('w');
  const { before, after, reply } = await bed.act(sweep, INPUT);
  expect(after).toEqual({ ...before, meta: { sweptAt: 'now' } });
  expect(reply).toEqual([]);
});

test('one sweep an interval is enough for the whole fleet', async ({ bed }) => {
  await bed.worker('w');
  await bed.worker('dead', { lease: -1000 });
  await bed.seed({ meta: { sweptAt: String(bed.at(-2000)) } });
  const { before, after, reply } = await bed.act(sweep, INPUT);
  expect(after).toEqual(before);
  expect(reply).toBeUndefined();
});

test.for([
  { when: 'the interval is over', sweptAt: -5000 },
  { when: 'the clock went back', sweptAt: 60_000 },
])('the next one may come when $when', async ({ sweptAt }, { bed }) => {
  await bed.worker('w');
  await bed.worker('dead', { lease: -1000 });
  await bed.seed({ meta: { sweptAt: String(bed.at(sweptAt)), claims: '7' } });
  const { before, after, reply } = await bed.act(sweep, INPUT);
  expect(after).toEqual({ ...before, meta: { sweptAt: 'now', claims: '7' } });
  expect(reply).toEqual(['dead']);
});

test('a worker without a lease of its own does not sweep', async ({ bed }) => {
  await bed.worker('dead', { lease: -1000 });
  const { before, after, reply } = await bed.act(sweep, INPUT);
  expect(after).toEqual(before);
  expect(reply).toBeUndefined();
});

describe('victims are', () => {
  test('those whose lease has run out', async ({ bed }) => {
    await bed.worker('w');
    await bed.worker('alive', { lease: 5000 });
    await bed.worker('dead', { lease: -1 });
    await bed.worker('older', { lease: -HOUR_MS });
    const { reply } = await bed.act(sweep, INPUT);
    expect(reply).toEqual(['older', 'dead']);
  });

  test('those that are registered without a lease', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ workers: { lost: `${bed.at(0)} 15000 {}` } });
    const { reply } = await bed.act(sweep, INPUT);
    expect(reply).toEqual(['lost']);
  });

  test('those whose lease reaches further than it is long', async ({ bed }) => {
    await bed.worker('w');
    await bed.worker('ahead', { lease: HOUR_MS });
    const { reply } = await bed.act(sweep, INPUT);
    expect(reply).toEqual(['ahead']);
    await reap.run(bed.connection, bed.keys, { victim: 'ahead', reason: 'died', reaper: 'w', maxCrashes: 3 });
    expect((await bed.act(sweep, { ...INPUT, intervalMs: 0 })).reply).toEqual([]);
  });

  test('graves that hold something', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ graves: { empty: bed.at(-1000), moved: bed.at(-1000), claimed: bed.at(-1000) } });
    await bed.seed({ 'pending:moved': ['late'], 'active:claimed': { a: '7' } });
    const { before, after, reply } = await bed.act(sweep, INPUT);
    expect(reply).toEqual(['claimed', 'moved']);
    expect(after).toEqual({ ...before, meta: { sweptAt: 'now' } });
  });
});

test('a grave that has been empty for long is forgotten, one that holds something never', async ({ bed }) => {
  await bed.worker('w');
  await bed.seed({
    graves: { young: bed.at(-HOUR_MS + 10_000), old: bed.at(-HOUR_MS - 1000), full: bed.at(-2 * HOUR_MS) },
  });
  await bed.seed({ 'pending:full': ['late'] });
  const { after, reply } = await bed.act(sweep, INPUT);
  expect(after['graves']).toEqual({ full: 'seeded-7200000', young: 'seeded-3590000' });
  expect(reply).toEqual(['full']);
});

test('many graves are looked at in turn, and each turn is bounded', async ({ bed }) => {
  await bed.worker('w');
  const graves = Array.from({ length: 450 }, (_, i) => `grave-${String(i).padStart(3, '0')}`);
  await bed.seed({ graves: Object.fromEntries(graves.map((wid, i) => [wid, bed.at(-10_000 + i)])) });
  await bed.seed({ 'pending:grave-010': ['a'], 'pending:grave-210': ['b'], 'pending:grave-410': ['c'] });
  const found: unknown[] = [];
  for (let turn = 0; turn < 4; turn += 1) found.push((await bed.act(sweep, { ...INPUT, intervalMs: 0 })).reply);
  expect(found).toEqual([['grave-010'], ['grave-210'], ['grave-410'], ['grave-010']]);
});

describe('retention by age', () => {
  async function ended(bed: ScriptBed, id: string, ago: number): Promise<void> {
    await bed.messages(id);
    await bed.seed({ [`end:${id}`]: closedRecord('completed', bed.at(-ago)) });
  }

  test('frees completed jobs that are old, with what hangs on them', async ({ bed }) => {
    await bed.worker('w');
    await ended(bed, 'old', HOUR_MS + 2000);
    await ended(bed, 'heavy', HOUR_MS + 1000);
    await ended(bed, 'young', HOUR_MS - 10_000);
    await bed.seed({ completed: ['young', 'heavy', 'old'], tries: { heavy: '0 0 br', live: '1 0 -' } });
    await bed.seed({ 'body:heavy': 'body', 'run:heavy': { seq: '1' } });
    const { before, after } = await bed.act(sweep, INPUT);
    const rest = { completed: ['young'], tries: { live: '1 0 -' }, meta: { sweptAt: 'now' } };
    expect(after).toEqual({ ...without(before, 'old', 'heavy'), ...rest });
  });

  test('frees failed jobs that are old', async ({ bed }) => {
    await bed.worker('w');
    await ended(bed, 'old', 2 * HOUR_MS + 1000);
    await ended(bed, 'young', HOUR_MS);
    await bed.seed({ failed: { old: bed.at(-2 * HOUR_MS - 1000), young: bed.at(-HOUR_MS) }, tries: { old: '1 0 b' } });
    await bed.seed({ 'body:old': 'body' });
    const { before, after } = await bed.act(sweep, INPUT);
    const rest = { failed: { young: 'seeded-3600000' }, tries: undefined, meta: { sweptAt: 'now' } };
    expect(after).toEqual({ ...without(before, 'old'), ...rest });
  });

  test('spares what was removed and lives again', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('again', 'anew');
    await bed.seed({ waiting: ['anew', 'again'], completed: ['again'], failed: { anew: bed.at(-3 * HOUR_MS) } });
    const { before, after } = await bed.act(sweep, INPUT);
    expect(after).toEqual({ ...before, completed: undefined, failed: undefined, meta: { sweptAt: 'now' } });
  });

  test('frees a bounded number a sweep', async ({ bed }) => {
    await bed.worker('w');
    const ids = Array.from({ length: 150 }, (_, i) => `job-${i}`);
    for (const id of ids) await ended(bed, id, 2 * HOUR_MS);
    await bed.seed({ completed: ids });
    for (const rest of [50, 0]) {
      await bed.act(sweep, { ...INPUT, intervalMs: 0 });
      expect(await bed.redis.llen(bed.keys.completed)).toBe(rest);
    }
    expect(await bed.redis.keys(`${bed.tag}*:job-*`)).toEqual([]);
  });
});
