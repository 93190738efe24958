import { describe, expect } from 'vitest';
import { reap, sweep } from '../support/core-internals.js';
import { test } from '../support/script-bed.js';

const HOUR_MS = 3_600_000;
const INPUT = { wid: 'w', intervalMs: 5000, graveMs: HOUR_MS };

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
