import { expect } from 'vitest';
import { limit, pause } from '../support/core-internals.js';
import { test } from '../support/script-bed.js';

test('a pause is kept with its time; repeating it changes nothing', async ({ bed }) => {
  const first = await bed.act(pause, { paused: true });
  expect(first.after).toEqual({ meta: { paused: 'now' } });
  expect(first).toMatchObject({ reply: true, announced: ['control: paused'] });
  const second = await bed.act(pause, { paused: true });
  expect(second.after).toEqual(second.before);
  // Announced all the same: an order may have got lost.
  expect(second).toMatchObject({ reply: false, announced: ['control: paused'] });
  const third = await bed.act(pause, { paused: false });
  expect(third.after).toEqual({});
  expect(third).toMatchObject({ reply: true, announced: ['control: resumed'] });
  expect((await bed.act(pause, { paused: false })).reply).toBe(false);
});

test('limits are set, changed and lifted one by one; meta tells workers whether to look', async ({ bed }) => {
  const first = await bed.act(limit, { fields: { rate: 5, per: 1000, depth: 9, onFull: 'reject' } });
  expect(first.after).toEqual({
    limits: { rate: '5', per: '1000', depth: '9', onFull: 'reject' },
    meta: { limited: '1' },
  });
  expect(first.reply).toEqual(first.after['limits']);
  expect(first.announced).toEqual(['control: limits']);
  const lifted = await bed.act(limit, { fields: { rate: '', per: '' } });
  // A depth is the producers' business.
  expect(lifted.after).toEqual({ limits: { depth: '9', onFull: 'reject' } });
  expect((await bed.act(limit, { fields: { depth: '', onFull: '', concurrency: 3 } })).after).toEqual({
    limits: { concurrency: '3' },
    meta: { limited: '1' },
  });
});

test('a bucket that was filled for another rate begins anew; it stays when something else changes', async ({ bed }) => {
  await bed.seed({ limits: { rate: 5, per: 1000, tokens: '2.5', tokensAt: 7 }, meta: { limited: 1 } });
  const { after } = await bed.act(limit, { fields: { concurrency: 3 } });
  expect(after['limits']).toEqual({ rate: '5', per: '1000', tokens: '2.5', tokensAt: '7', concurrency: '3' });
  expect((await bed.act(limit, { fields: { rate: 6 } })).after['limits']).toEqual({
    rate: '6',
    per: '1000',
    concurrency: '3',
  });
});
