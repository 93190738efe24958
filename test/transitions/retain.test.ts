import { describe, expect } from 'vitest';
import { retain } from '../support/core-internals.js';
import { closedRecord } from '../support/exchange-input.js';
import { type ScriptBed, test } from '../support/script-bed.js';
import { without } from '../support/snapshot.js';

const HOUR_MS = 3_600_000;
const MANY = { count: 1000, ageMs: HOUR_MS };
const KEEP = { completed: MANY, failed: { count: 1000, ageMs: 2 * HOUR_MS }, cancelled: MANY, expired: MANY };
const INPUT = { wid: 'w', limit: 100, keep: KEEP };
const SETS = ['failed', 'cancelled', 'expired'] as const;

/** A job that ended `ago` ms ago, in its place. */
async function ended(bed: ScriptBed, id: string, state: string, ago: number): Promise<void> {
  await bed.messages(id);
  await bed.seed({ [`end:${id}`]: closedRecord(state, bed.at(-ago)) });
  if (state === 'completed') await bed.redis.lpush(bed.keys.completed, id);
  else await bed.seed({ [state]: { [id]: bed.at(-ago) } });
}

describe('completed jobs', () => {
  test('go by age, with what hangs on them', async ({ bed }) => {
    await bed.worker('w');
    await ended(bed, 'old', 'completed', HOUR_MS + 2000);
    await ended(bed, 'heavy', 'completed', HOUR_MS + 1000);
    await ended(bed, 'young', 'completed', HOUR_MS - 10_000);
    await bed.seed({ tries: { heavy: '0 0 brl', live: '1 0 -' } });
    await bed.seed({ 'body:heavy': 'body', 'run:heavy': { seq: '1' }, 'log:heavy': ['1 line'] });
    const { before, after, reply } = await bed.act(retain, INPUT);
    expect(after).toEqual({ ...without(before, 'old', 'heavy'), completed: ['young'], tries: { live: '1 0 -' } });
    expect(reply).toBe(2);
  });

  test('go by count, though nothing finishes any more, and not within the resend window', async ({ bed }) => {
    await bed.worker('w');
    await ended(bed, 'a', 'completed', 30_000);
    await ended(bed, 'b', 'completed', 20_000);
    await ended(bed, 'c', 'completed', 5000);
    const keep = { ...KEEP, completed: { count: 0, ageMs: HOUR_MS } };
    const { before, after } = await bed.act(retain, { ...INPUT, keep });
    expect(after).toEqual({ ...without(before, 'a', 'b'), completed: ['c'] });
  });

  test('that were removed leave an entry, which goes without harm to the one that was added since', async ({ bed }) => {
    await bed.worker('w');
    await ended(bed, 'a', 'completed', 2 * HOUR_MS);
    await bed.redis.rpush(bed.keys.completed, 'a');
    await bed.seed({ gone: { 'completed a': '1' }, stats: { completedHusks: '1' } });
    await bed.seed({ 'end:a': closedRecord('completed', bed.at(-1000)) });
    const { before, after } = await bed.act(retain, INPUT);
    expect(after).toEqual({ ...before, completed: ['a'], gone: undefined, stats: { completedHusks: '0' } });
  });
});

describe.each(SETS)('%s jobs', (state) => {
  test('go by age', async ({ bed }) => {
    await bed.worker('w');
    await ended(bed, 'old', state, 2 * HOUR_MS + 1000);
    await ended(bed, 'young', state, HOUR_MS - 10_000);
    await bed.seed({ tries: { old: '1 0 b' }, 'body:old': 'body' });
    const { before, after } = await bed.act(retain, INPUT);
    expect(after).toEqual({
      ...without(before, 'old'),
      [state]: { young: `seeded-${HOUR_MS - 10_000}` },
      tries: undefined,
    });
  });

  test('go by count, the oldest first, and not within the resend window', async ({ bed }) => {
    await bed.worker('w');
    await ended(bed, 'a', state, 20_000);
    await ended(bed, 'b', state, 15_000);
    await ended(bed, 'c', state, 5000);
    const keep = { ...KEEP, [state]: { count: 0, ageMs: HOUR_MS } };
    const { before, after } = await bed.act(retain, { ...INPUT, keep });
    expect(after).toEqual({ ...without(before, 'a', 'b'), [state]: { c: 'seeded-5000' } });
  });

  test('that live again are spared', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('again');
    await bed.seed({ waiting: ['again'], [state]: { again: bed.at(-3 * HOUR_MS) } });
    const { before, after } = await bed.act(retain, INPUT);
    expect(after).toEqual({ ...before, [state]: undefined });
  });
});

describe('a retention of the job’s own', () => {
  test.for(['completed', ...SETS])('ends a %s job before the others', async (state, { bed }) => {
    await bed.worker('w');
    await ended(bed, 'brief', state, 20_000);
    await ended(bed, 'other', state, 20_000);
    await bed.seed({ fleeting: { brief: bed.at(-1) }, tries: { brief: '0 0 - k1' } });
    const { before, after } = await bed.act(retain, INPUT);
    const place =
      state === 'completed'
        ? { completed: ['other'], stats: { completedHusks: '0' } }
        : { [state]: { other: 'seeded-20000' } };
    expect(after).toEqual({ ...without(before, 'brief'), tries: undefined, fleeting: undefined, ...place });
  });

  test('is void where the job has been added again without one', async ({ bed }) => {
    await bed.worker('w');
    await ended(bed, 'a', 'failed', 20_000);
    await bed.seed({ fleeting: { a: bed.at(-1) } });
    const { before, after } = await bed.act(retain, INPUT);
    expect(after).toEqual({ ...before, fleeting: undefined });
  });
});

test('a call forgets a bounded number, and says when there is no more', async ({ bed }) => {
  await bed.worker('w');
  for (let i = 0; i < 150; i += 1) await ended(bed, `job-${i}`, 'completed', 2 * HOUR_MS);
  const counts: number[] = [];
  do counts.push(await retain.run(bed.connection, bed.keys, INPUT));
  while (counts.at(-1) !== 0);
  expect(counts).toEqual([100, 50, 0]);
  expect(await bed.redis.keys(`${bed.tag}*:job-*`)).toEqual([]);
});

test('a worker that is fenced forgets nothing', async ({ bed }) => {
  await ended(bed, 'old', 'failed', 3 * HOUR_MS);
  const { before, after, reply } = await bed.act(retain, INPUT);
  expect(after).toEqual(before);
  expect(reply).toBe(0);
});
