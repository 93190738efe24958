import { describe, expect } from 'vitest';
import { exchange, type Reaped, reap } from '../support/core-internals.js';
import { ask, completed } from '../support/exchange-input.js';
import { type ScriptBed, test } from '../support/script-bed.js';

const died = { victim: 'v', reason: 'died' as const, reaper: 'r', maxCrashes: 3 };
const left = { victim: 'v', reason: 'left' as const, reaper: 'v', maxCrashes: 1000 };
const reaped = (more: Partial<Reaped>): Reaped => ({
  outcome: 'reaped',
  unclaimed: 0,
  recovered: 0,
  suspected: 0,
  failed: 0,
  left: 0,
  ...more,
});

/** A record that a script writes for a worker that died. */
const deathRecord = (why: string, attempts: number): string =>
  `[1,"failed",{"name":"WorkerDiedError","message":"${why}","code":"ERR_WORKER_DIED"},"v",${attempts},0,now]`;

/** A fit reaper `r` and a victim `v` whose lease has run out. */
async function scene(bed: ScriptBed): Promise<void> {
  await bed.worker('r');
  await bed.worker('v', { lease: -1000 });
}

/** What the history of attempts keeps of crashes: `<id> c<number>`. */
const crashes = (...told: string[]) =>
  Object.fromEntries(
    told.map((text) => {
      const [id, field = ''] = text.split(' ');
      return [`run:${id}`, { [field]: `[${field.slice(1)},"v",now]` }];
    }),
  );

const REAPER_STAYS = { leases: { r: 'seeded+10000' }, workers: { r: 'seeded-60000 15000 {}' } };

test('unclaimed jobs go before all others, free; claimed ones behind them, with a crash', async ({ bed }) => {
  await scene(bed);
  await bed.seed({ waiting: ['later'], 'pending:v': ['u2', '', 'u1'], tries: { c1: '2 0 br' } });
  await bed.seed({ 'active:v': { c3: '1003', c1: '1001', c2: '1002' }, 'active:r': { mine: '7' } });
  const { before, after, reply, announced } = await bed.act(reap, died);
  expect(after).toEqual({
    ...before,
    ...REAPER_STAYS,
    waiting: ['later', 'c3', 'c2', 'c1', 'u2', 'u1'],
    'pending:v': undefined,
    'active:v': undefined,
    tries: { c1: '2 1 br', c2: '0 1 r', c3: '0 1 r' },
    ...crashes('c1 c1', 'c2 c1', 'c3 c1'),
    graves: { v: 'now' },
    stats: { recovered: '3' },
  });
  expect(reply).toEqual(reaped({ unclaimed: 2, recovered: 3 }));
  expect(announced).toEqual(['now\nrecovered c3\nrecovered c2\nrecovered c1']);
});

test('a job whose workers died twice becomes a suspect, and a marker wakes workers', async ({ bed }) => {
  await scene(bed);
  await bed.seed({ 'active:v': { s: '1001' }, tries: { s: '0 1 -' }, suspects: ['earlier'] });
  const { before, after, reply } = await bed.act(reap, died);
  expect(after).toEqual({
    ...before,
    ...REAPER_STAYS,
    suspects: ['earlier', 's'],
    waiting: [''],
    'active:v': undefined,
    tries: { s: '0 2 r' },
    ...crashes('s c2'),
    graves: { v: 'now' },
    stats: { recovered: '1' },
  });
  expect(reply).toEqual(reaped({ recovered: 1, suspected: 1 }));
});

describe('a job whose workers died three times', () => {
  test.for(['1 2 -', '1 2 r'])('fails with the reason (%s)', async (tries, { bed }) => {
    await scene(bed);
    await bed.seed({ 'active:v': { s: '1001s' }, tries: { s: tries } });
    const { before, after, reply, announced } = await bed.act(reap, died);
    expect(after).toEqual({
      ...before,
      ...REAPER_STAYS,
      'active:v': undefined,
      tries: { s: '1 3 r' },
      ...crashes('s c3'),
      failed: { s: 'now' },
      'end:s': deathRecord('its worker died 3 times', 1),
      graves: { v: 'now' },
      stats: { failed: '1' },
    });
    expect(reply).toEqual(reaped({ failed: 1 }));
    expect(announced).toEqual(['now\nfailed s']);
  });

  test('fails as soon as the reaper allows fewer', async ({ bed }) => {
    await scene(bed);
    await bed.seed({ 'active:v': { a: '1001' } });
    const { after } = await bed.act(reap, { ...died, maxCrashes: 1 });
    expect(after).toMatchObject({ failed: { a: 'now' }, 'end:a': deathRecord('its worker died 1 times', 0) });
  });
});

test.for([died, left])(
  'a job that was acknowledged early fails and never runs again ($reason)',
  async (input, { bed }) => {
    await scene(bed);
    await bed.seed({ 'active:v': { a: '1001e' } });
    const { after, reply } = await bed.act(reap, input);
    const end = deathRecord(`its worker ${input.reason} and it was acknowledged early`, 0);
    expect(after).toMatchObject({ failed: { a: 'now' }, 'end:a': end });
    expect(after).not.toHaveProperty('waiting');
    expect(reply).toEqual(reaped({ failed: 1 }));
  },
);

describe('a worker that leaves', () => {
  test('gives everything back without a crash, also before its lease is out', async ({ bed }) => {
    await bed.worker('r');
    await bed.worker('v');
    await bed.seed({ 'pending:v': ['u'], 'active:v': { c: '1001', s: '1002s' }, tries: { c: '1 1 -', s: '0 2 -' } });
    const { before, after, reply, announced } = await bed.act(reap, left);
    expect(after).toEqual({
      ...before,
      ...REAPER_STAYS,
      waiting: ['c', 'u'],
      suspects: ['s'],
      'pending:v': undefined,
      'active:v': undefined,
      graves: { v: 'now' },
    });
    expect(reply).toEqual(reaped({ unclaimed: 1, recovered: 2, suspected: 1 }));
    expect(announced).toEqual(['now\nrecovered s\nrecovered c']);
  });

  test('makes a grave, though it holds nothing', async ({ bed }) => {
    await bed.worker('v');
    const { after } = await bed.act(reap, left);
    expect(after).toEqual({ graves: { v: 'now' } });
  });

  test('may say so again: the grave keeps its time', async ({ bed }) => {
    await bed.worker('r');
    await bed.seed({ graves: { v: bed.at(-5000) } });
    const { before, after } = await bed.act(reap, left);
    expect(after).toEqual(before);
  });
});

test('what falls into a grave is freed', async ({ bed }) => {
  await bed.worker('r');
  await bed.seed({ graves: { v: bed.at(-5000) }, 'pending:v': ['late'], waiting: ['later'] });
  const { before, after, reply } = await bed.act(reap, died);
  expect(after).toEqual({ ...before, waiting: ['later', 'late'], 'pending:v': undefined });
  expect(reply).toEqual(reaped({ unclaimed: 1 }));
});

test('a reaped worker changes nothing any more', async ({ bed }) => {
  await scene(bed);
  await bed.messages('c');
  await bed.seed({ 'active:v': { c: '1001' } });
  await reap.run(bed.connection, bed.keys, died);
  const { before, after, reply } = await bed.act(
    exchange,
    ask({ wid: 'v', want: 5, completed: [completed('c', '1001')] }),
  );
  expect(after).toEqual(before);
  expect(reply).toBeUndefined();
});

describe('a worker that holds a great deal', () => {
  test.for([120, 5000])('is emptied in calls that are bounded (%i claims)', async (claims, { bed }) => {
    await scene(bed);
    const ids = Array.from({ length: claims }, (_, i) => `job-${i}`);
    await bed.seed({ 'active:v': Object.fromEntries(ids.map((id, i) => [id, String(1_000_000 + i)])) });
    await bed.seed({ 'pending:v': ids.map((id) => `moved-${id}`) });
    let calls = 0;
    for (let rest = 1; rest > 0 && calls < claims; calls += 1) {
      const reply = await reap.run(bed.connection, bed.keys, died);
      expect(reply.unclaimed + reply.recovered).toBeGreaterThan(0);
      expect(reply.recovered).toBeLessThanOrEqual(100);
      rest = reply.left;
    }
    expect(new Set(await bed.redis.lrange(bed.keys.waiting, 0, -1)).size).toBe(2 * claims);
    expect(await bed.redis.exists(`${bed.tag}active:v`, `${bed.tag}pending:v`)).toBe(0);
  });
});
