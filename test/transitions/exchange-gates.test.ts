// What an exchange takes at a gate: a pause, a rate, a number of jobs at once.
import { describe, expect } from 'vitest';
import { exchange } from '../support/core-internals.js';
import { ask, completed } from '../support/exchange-input.js';
import { test } from '../support/script-bed.js';

test('nothing is taken while the queue is paused, and what ended is settled all the same', async ({ bed }) => {
  await bed.worker('w');
  await bed.seed({ waiting: ['a'], 'active:w': { b: '7' }, meta: { paused: 1 } });
  const { before, after, reply } = await bed.act(exchange, ask({ want: 5, completed: [completed('b', '7')] }));
  expect(reply).toMatchObject({ ids: [], gate: 'paused', opensMs: -1 });
  expect(after).toMatchObject({ waiting: ['a'], completed: ['b'], meta: { paused: '1' } });
  expect(after['prioritized']).toEqual(before['prioritized']);
});

test('what a read has moved meanwhile goes back to the front', async ({ bed }) => {
  await bed.worker('w');
  await bed.seed({ waiting: ['b'], 'pending:w': ['a'], meta: { paused: 1 } });
  const { before, after, reply, announced } = await bed.act(exchange, ask({ want: 1, adopt: ['a'] }));
  expect(reply).toMatchObject({ ids: [], gate: 'paused' });
  expect(after).toEqual({ ...before, waiting: ['b', 'a'], 'pending:w': undefined });
  expect(announced).toEqual([]);
});

describe('a rate', () => {
  test('lets through what the bucket holds, and says when it holds a token again', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a', 'b', 'c');
    await bed.seed({ waiting: ['c', 'b', 'a'], meta: { limited: 1 }, limits: { rate: 2, per: 1000 } });
    const { before, after, reply } = await bed.act(exchange, ask({ want: 5 }));
    expect(reply).toMatchObject({ ids: ['a', 'b'], gate: 'rate', opensMs: 500, note: 'more' });
    expect(after).toEqual({
      ...before,
      waiting: ['c'],
      'active:w': { a: 'claim 1', b: 'claim 2' },
      meta: { limited: '1', claims: 'claim 2' },
      limits: { rate: '2', per: '1000', tokens: '0.000000', tokensAt: 'now' },
    });
  });

  test('never holds more than its size, also when the clock has jumped', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a', 'b', 'c');
    const limits = { rate: 2, per: 1000, tokens: '2.000000', tokensAt: bed.at(-3_600_000) };
    await bed.seed({ waiting: ['c', 'b', 'a'], meta: { limited: 1 }, limits });
    expect((await bed.act(exchange, ask({ want: 5 }))).reply).toMatchObject({ ids: ['a', 'b'] });
    await bed.seed({ limits: { tokens: '1.000000', tokensAt: bed.at(3_600_000) } });
    expect((await bed.act(exchange, ask({ want: 5 }))).reply).toMatchObject({ ids: ['c'] });
  });
});

test('a concurrency limit counts the jobs of all workers', async ({ bed }) => {
  await bed.worker('w');
  await bed.worker('v');
  await bed.messages('a', 'b', 'c');
  await bed.seed({ waiting: ['c', 'b', 'a'], 'active:v': { x: '5', y: '6' }, 'active:w': { z: '7' } });
  await bed.seed({ meta: { limited: 1 }, limits: { concurrency: 4 } });
  const { after, reply } = await bed.act(exchange, ask({ want: 5, completed: [completed('z', '7')] }));
  expect(reply).toMatchObject({ ids: ['a', 'b'], gate: 'concurrency', opensMs: 250 });
  expect(after['active:w']).toEqual({ a: 'claim 1', b: 'claim 2' });
});
