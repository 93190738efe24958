import { describe, expect } from 'vitest';
import { beat, giveBack, recall, reconcile, register } from '../support/core-internals.js';
import { LEASE_MS, test } from '../support/script-bed.js';

const SIGN = { wid: 'w', leaseMs: LEASE_MS, about: '{"host":"here"}' };

describe('register', () => {
  test('enters a worker with a lease of full length', async ({ bed }) => {
    const { after, reply, announced } = await bed.act(register, SIGN);
    expect(after).toEqual({ leases: { w: 'now+15000' }, workers: { w: 'now 15000 {"host":"here"}' } });
    expect(reply).toBe('now');
    expect(announced).toEqual([]);
  });

  test('may be sent again', async ({ bed }) => {
    await register.run(bed.connection, bed.keys, SIGN);
    await bed.worker('other');
    const { after } = await bed.act(register, SIGN);
    expect(after).toEqual({
      leases: { w: 'now+15000', other: 'seeded+10000' },
      workers: { w: 'now 15000 {"host":"here"}', other: 'seeded-60000 15000 {}' },
    });
  });
});

describe('beat', () => {
  // Half a lease of silence, counted from the beat before, is what separates a worker that was here from one that comes back.
  const beats = [
    { lease: 10_000, since: 'seeded-60000', when: 'in time' },
    { lease: 8500, since: 'seeded-60000', when: 'less than half a lease after the last' },
    { lease: 7400, since: 'now', when: 'more than half a lease after the last' },
    { lease: -3000, since: 'now', when: 'after its lease, when nobody has reaped it' },
    { lease: -3_600_000 + 10_000, since: 'now', when: 'after the clock has jumped an hour ahead' },
    { lease: 3_600_000 + 10_000, since: 'now', when: 'after the clock has jumped an hour back' },
  ];

  test.for(beats)('that comes $when', async ({ lease, since }, { bed }) => {
    await bed.worker('w', { lease });
    await bed.worker('other');
    const { before, after, reply, announced } = await bed.act(beat, SIGN);
    expect(after).toEqual({
      ...before,
      leases: { w: 'now+15000', other: 'seeded+10000' },
      workers: { w: `${since} 15000 {"host":"here"}`, other: 'seeded-60000 15000 {}' },
    });
    expect(reply).toBe(true);
    expect(announced).toEqual([]);
  });

  test('does not bring a lease back that is gone', async ({ bed }) => {
    await bed.seed({ workers: { w: `${bed.at(-60_000)} 15000 {}` }, graves: { w: bed.at(-1000) } });
    const { before, after, reply } = await bed.act(beat, SIGN);
    expect(after).toEqual(before);
    expect(reply).toBe(false);
  });

  test('restores what a worker says of itself, and since when it is here', async ({ bed }) => {
    await bed.seed({ leases: { w: bed.at(10_000) } });
    const { after } = await bed.act(beat, SIGN);
    expect(after).toEqual({ leases: { w: 'now+15000' }, workers: { w: 'now 15000 {"host":"here"}' } });
  });
});

describe('reconcile', () => {
  test('tells what a worker holds, and changes nothing', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ 'pending:w': ['b', '', 'a'], 'active:w': { c: '7', d: '8s' }, 'active:other': { e: '9' } });
    const { before, after, reply } = await bed.act(reconcile, { wid: 'w' });
    expect(after).toEqual(before);
    expect(reply).toEqual({
      unclaimed: ['b', '', 'a'],
      claimed: new Map([
        ['c', '7'],
        ['d', '8s'],
      ]),
      ordered: [],
    });
  });

  test('tells a fenced worker so', async ({ bed }) => {
    await bed.seed({ 'active:w': { c: '7' }, graves: { w: bed.at(0) } });
    const { before, after, reply } = await bed.act(reconcile, { wid: 'w' });
    expect(after).toEqual(before);
    expect(reply).toBeUndefined();
  });
});

test('recall brings messages and tries, and nothing for what is not there', async ({ bed }) => {
  await bed.messages('a', 'b');
  await bed.seed({ tries: { b: '1 0 -' } });
  const { before, after, reply } = await bed.act(recall, { ids: ['a', 'lost', 'b'] });
  expect(after).toEqual(before);
  expect(reply).toEqual({ messages: ['message of a', null, 'message of b'], tries: [null, null, '1 0 -'] });
});

describe('give-back', () => {
  test('puts what is unclaimed before all that waits, the oldest next, and drops markers', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ waiting: ['later'], 'pending:w': ['c', '', 'b', 'a', ''], 'active:w': { d: '7' } });
    const { before, after, reply } = await bed.act(giveBack, { wid: 'w' });
    expect(after).toEqual({ ...before, waiting: ['later', 'c', 'b', 'a'], 'pending:w': undefined });
    expect(reply).toBe(3);
  });

  test('takes no more than a hundred a call', async ({ bed }) => {
    await bed.worker('w');
    const ids = Array.from({ length: 130 }, (_, i) => `job-${i}`);
    await bed.seed({ 'pending:w': ids });
    const { after, reply } = await bed.act(giveBack, { wid: 'w' });
    expect(after).toMatchObject({ 'pending:w': ids.slice(0, 30), waiting: ids.slice(30) });
    expect(reply).toBe(100);
  });

  test('of a fenced worker changes nothing', async ({ bed }) => {
    await bed.seed({ 'pending:w': ['a'], graves: { w: bed.at(0) } });
    const { before, after, reply } = await bed.act(giveBack, { wid: 'w' });
    expect(after).toEqual(before);
    expect(reply).toBe(0);
  });
});
