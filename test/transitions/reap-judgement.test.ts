import { describe, expect } from 'vitest';
import { beat, reap } from '../support/core-internals.js';
import { LEASE_MS, test } from '../support/script-bed.js';

const INPUT = { victim: 'v', reason: 'died' as const, reaper: 'r', maxCrashes: 3 };
const HOUR_MS = 3_600_000;

describe('a reaper is unfit', () => {
  const reapers = [
    { why: 'before it has been here for a full lease', lease: 10_000, since: -LEASE_MS + 2000 },
    { why: 'when its own lease has run out', lease: -1, since: -60_000 },
  ];

  test.for(reapers)('$why', async ({ lease, since }, { bed }) => {
    await bed.worker('r', { lease, since });
    await bed.worker('v', { lease: -60_000 });
    await bed.seed({ 'active:v': { a: '1001' } });
    const { before, after, reply, announced } = await bed.act(reap, INPUT);
    expect(after).toEqual(before);
    expect(reply.outcome).toBe('unfit');
    expect(announced).toEqual([]);
  });

  test('when it is not registered', async ({ bed }) => {
    await bed.worker('v', { lease: -60_000 });
    const { before, after, reply } = await bed.act(reap, INPUT);
    expect(after).toEqual(before);
    expect(reply.outcome).toBe('unfit');
  });

  test('when what it says of itself is gone', async ({ bed }) => {
    await bed.worker('v', { lease: -60_000 });
    await bed.seed({ leases: { r: bed.at(10_000) } });
    const { before, after, reply } = await bed.act(reap, INPUT);
    expect(after).toEqual(before);
    expect(reply.outcome).toBe('unfit');
  });
});

test('a reaper is fit as soon as it has been here for a full lease', async ({ bed }) => {
  await bed.worker('r', { since: -LEASE_MS });
  await bed.worker('v', { lease: -1 });
  const { reply } = await bed.act(reap, INPUT);
  expect(reply.outcome).toBe('reaped');
});

describe('a worker whose lease holds', () => {
  test('is left alone', async ({ bed }) => {
    await bed.worker('r');
    await bed.worker('v', { lease: 5000 });
    await bed.seed({ 'active:v': { a: '1001' } });
    const { before, after, reply } = await bed.act(reap, INPUT);
    expect(after).toEqual(before);
    expect(reply.outcome).toBe('alive');
  });

  test('far beyond its length gets it cut, so that it can end', async ({ bed }) => {
    await bed.worker('r');
    await bed.worker('v', { lease: HOUR_MS, leaseMs: 30_000 });
    const { before, after, reply } = await bed.act(reap, INPUT);
    expect(after).toEqual({ ...before, leases: { r: 'seeded+10000', v: 'now+30000' } });
    expect(reply.outcome).toBe('alive');
  });

  test('and of whom nothing else is known gets it cut to the length of the reaper', async ({ bed }) => {
    await bed.worker('r');
    await bed.seed({ leases: { v: bed.at(HOUR_MS) } });
    const { after } = await bed.act(reap, INPUT);
    expect(after['leases']).toEqual({ r: 'seeded+10000', v: 'now+15000' });
  });
});

test('a worker without a lease is dead, though it is registered', async ({ bed }) => {
  await bed.worker('r');
  await bed.seed({ workers: { v: `${bed.at(-60_000)} 15000 {}` }, 'active:v': { a: '1001' } });
  const { before, after } = await bed.act(reap, INPUT);
  expect(after).toEqual({
    ...before,
    workers: { r: 'seeded-60000 15000 {}' },
    'active:v': undefined,
    waiting: ['a'],
    tries: { a: '0 1 r' },
    'run:a': { c1: '[1,"v",now]' },
    graves: { v: 'now' },
    stats: { recovered: '1' },
  });
});

describe.each([
  { way: 'ahead', shift: -HOUR_MS },
  { way: 'back', shift: HOUR_MS },
])('when the clock of Redis jumps an hour $way', ({ shift }) => {
  test('nobody is reaped, before the next beats and after them', async ({ bed }) => {
    const fleet = ['r', 'v', 'x', 'y'];
    for (const wid of fleet) {
      await bed.worker(wid, { lease: shift + 10_000, since: shift - 60_000 });
      await bed.seed({ [`active:${wid}`]: { [`job-of-${wid}`]: '1001' } });
    }
    const outcomes = new Set<string>();
    const reapAll = async (): Promise<void> => {
      for (const reaper of fleet) {
        for (const victim of fleet.filter((wid) => wid !== reaper)) {
          outcomes.add((await reap.run(bed.connection, bed.keys, { ...INPUT, reaper, victim })).outcome);
        }
      }
    };
    await reapAll();
    for (const wid of fleet) {
      await beat.run(bed.connection, bed.keys, { wid, leaseMs: LEASE_MS, about: '{}' });
      await reapAll();
    }
    expect(outcomes).not.toContain('reaped');
    expect(Object.keys((await bed.state())['leases'] as object)).toEqual(fleet);
  });
});
