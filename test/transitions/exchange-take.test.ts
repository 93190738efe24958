import { describe, expect } from 'vitest';
import { exchange } from '../support/core-internals.js';
import { ask, completed, say, turn } from '../support/exchange-input.js';
import { test } from '../support/script-bed.js';

const MISSING =
  '[1,"failed",{"name":"MessageMissingError","message":"the message of this job is missing","code":"ERR_MESSAGE_MISSING"},"w",0,0,now]';

test('as many are taken as there is room for, the oldest first', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a', 'b', 'c');
  await bed.seed({ waiting: ['c', 'b', 'a'] });
  const { before, after, reply, announced } = await bed.act(exchange, ask({ want: 2 }));
  expect(after).toEqual({
    ...before,
    waiting: ['c'],
    'active:w': { a: 'claim 1', b: 'claim 2' },
    meta: { claims: 'claim 2' },
  });
  expect(reply).toEqual({
    now: 'now',
    nextDueMs: -1,
    note: 'more',
    stale: [],
    ids: ['a', 'b'],
    held: ['claim 1', 'claim 2'],
    messages: ['message of a', 'message of b'],
    tries: [],
    gate: '',
    opensMs: -1,
  });
  expect(announced).toEqual(['now\nactive a b']);
});

test('one exchange settles and takes', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a', 'b');
  await bed.seed({ waiting: ['b'], 'active:w': { a: '7' } });
  const { after, reply, announced } = await bed.act(turn, say({ want: 3, reports: [completed('a', '7')] }));
  expect(after).toMatchObject({ completed: ['a'], 'active:w': { b: 'claim 1' } });
  expect(after['waiting']).toBeUndefined();
  expect(reply).toMatchObject({ note: 'empty', ids: ['b'] });
  expect(announced).toEqual(['now\ncompleted a\nactive b']);
});

test('nothing is taken where nothing is wanted', async ({ bed }) => {
  await bed.worker('w');
  await bed.seed({ waiting: ['a'] });
  const { before, after, reply } = await bed.act(exchange, ask());
  expect(after).toEqual(before);
  expect(reply).toMatchObject({ note: 'more', ids: [] });
});

test('tries come along as soon as one job of the queue has any', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a', 'b');
  await bed.seed({ waiting: ['b', 'a'], tries: { b: '2 1 -' } });
  const { reply } = await bed.act(exchange, ask({ want: 2 }));
  expect(reply).toMatchObject({ ids: ['a', 'b'], tries: [null, '2 1 -'] });
});

test('claim numbers rise, also over a clock that went back', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a', 'b');
  await bed.seed({ waiting: ['b', 'a'], meta: { claims: '8000000000000000' } });
  const { after, reply } = await bed.act(exchange, ask({ want: 2 }));
  expect(reply?.held).toEqual(['8000000000000001', '8000000000000002']);
  expect(after).toMatchObject({ meta: { claims: '8000000000000002' }, 'active:w': { a: '8000000000000001' } });
});

test('each claim of the same job has a higher number than the last', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a');
  const numbers: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    await bed.redis.del(`${bed.tag}active:w`);
    await bed.seed({ waiting: ['a'] });
    numbers.push(...((await exchange.run(bed.connection, bed.keys, ask({ want: 1 })))?.held ?? []).map(Number));
  }
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  expect(numbers).toHaveLength(5);
});

test('claims that are acknowledged early say so', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a');
  await bed.seed({ waiting: ['a'] });
  const { after } = await bed.act(exchange, ask({ want: 1, early: true }));
  expect(after['active:w']).toEqual({ a: 'claim 1e' });
});

test('a large batch is settled by the tokens that its reply brought', async ({ bed }) => {
  await bed.worker('w');
  const ids = Array.from({ length: 300 }, (_, i) => `job-${i}`);
  await bed.messages(...ids);
  await bed.seed({ waiting: [...ids].reverse() });
  const taken = await exchange.run(bed.connection, bed.keys, ask({ want: 300 }));
  expect(taken?.ids).toEqual(ids);
  expect(new Set(taken?.held.map((held) => Number.parseInt(held, 10))).size).toBe(300);
  expect(await bed.redis.hvals(`${bed.tag}active:w`)).toHaveLength(300);
  const reports = ids.map((id, i) => completed(id, taken?.held[i] ?? ''));
  const { after, reply } = await bed.act(turn, say({ reports, keepCompleted: 1000 }));
  expect(reply).toMatchObject({ stale: [] });
  expect(after).toMatchObject({ completed: [...ids].reverse(), stats: { completed: '300' } });
  expect(after).not.toHaveProperty('active:w');
});

describe('a message that is missing for no reason', () => {
  test.for(['waiting', 'pending:w', 'suspects'])('ends as failed when its id comes from %s', async (from, { bed }) => {
    await bed.worker('w');
    await bed.seed({ [from]: ['lost'] });
    const adopt = from === 'pending:w' ? ['lost'] : [];
    const { before, after, reply, announced } = await bed.act(exchange, ask({ want: 1, alone: true, adopt }));
    const ended = { failed: { lost: 'now' }, 'end:lost': MISSING, stats: { failed: '1' } };
    expect(after).toEqual({ ...before, [from]: undefined, ...ended });
    expect(reply).toMatchObject({ ids: [], held: [], messages: [] });
    expect(announced).toEqual(['now\nfailed lost']);
  });

  test('harms none of those that are taken with it', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a', 'b');
    await bed.seed({ waiting: ['b', 'lost', 'a'], tries: { lost: '1 0 -', b: '1 0 -' } });
    const { after, reply } = await bed.act(exchange, ask({ want: 3 }));
    expect(after['active:w']).toEqual({ a: 'claim 1', b: 'claim 2' });
    expect(after['tries']).toEqual({ b: '1 0 -' });
    expect(reply).toMatchObject({ ids: ['a', 'b'], tries: [null, '1 0 -'] });
  });
});

describe('markers in waiting', () => {
  test('are dropped on the way', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a');
    await bed.seed({ waiting: ['a', ''] });
    const { after, reply } = await bed.act(exchange, ask({ want: 2 }));
    expect(after['waiting']).toBeUndefined();
    expect(reply).toMatchObject({ ids: ['a'] });
  });
});

describe('promoting', () => {
  test('what is due waits, what is not stays, and the reply says how long', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ waiting: ['old'], delayed: { a: bed.at(-2000), b: bed.at(-1000), later: bed.at(60_000) } });
    const { before, after, reply, announced } = await bed.act(exchange, ask());
    expect(after).toEqual({ ...before, waiting: ['b', 'a', 'old'], delayed: { later: 'seeded+60000' } });
    expect(reply?.nextDueMs).toBeGreaterThan(50_000);
    expect(reply?.nextDueMs).toBeLessThanOrEqual(60_000);
    expect(announced).toEqual(['now\nwaiting a b']);
  });

  test('what becomes due is taken in the same call', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a');
    await bed.seed({ delayed: { a: bed.at(-1) } });
    const { after, reply } = await bed.act(exchange, ask({ want: 1 }));
    expect(after).toMatchObject({ 'active:w': { a: 'claim 1' } });
    expect(after['delayed']).toBeUndefined();
    expect(reply).toMatchObject({ ids: ['a'], nextDueMs: -1 });
  });

  test('no more than a hundred a call; the reply asks to come back at once', async ({ bed }) => {
    await bed.worker('w');
    const due = Array.from({ length: 250 }, (_, i) => [`job-${String(i).padStart(3, '0')}`, bed.at(-1000 + i)]);
    await bed.seed({ delayed: Object.fromEntries(due) });
    for (const count of [100, 200, 250]) {
      const { reply } = await bed.act(exchange, ask());
      expect(await bed.redis.llen(bed.keys.waiting)).toBe(count);
      expect(reply?.nextDueMs).toBe(count < 250 ? 0 : -1);
    }
    const waiting = await bed.redis.lrange(bed.keys.waiting, 0, -1);
    expect(waiting.reverse()).toEqual(due.map(([id]) => id));
  });
});
