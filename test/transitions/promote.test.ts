import { expect } from 'vitest';
import { promote } from '../support/core-internals.js';
import { closedRecord } from '../support/exchange-input.js';
import { test } from '../support/script-bed.js';

test('a delayed job waits, behind the others', async ({ bed }) => {
  await bed.messages('a', 'b', 'other');
  await bed.seed({ delayed: { a: bed.at(60_000), b: bed.at(70_000) }, waiting: ['other'] });
  const { before, after, reply, announced } = await bed.act(promote, { ids: ['a'] });
  expect(after).toEqual({ ...before, delayed: { b: 'seeded+70000' }, waiting: ['a', 'other'] });
  expect(reply).toEqual(['promoted']);
  expect(announced).toEqual(['now\nwaiting a']);
});

test('one with a priority goes to its place, and a worker that sleeps is woken', async ({ bed }) => {
  await bed.messages('a');
  await bed.seed({ delayed: { a: bed.at(60_000) }, tries: { a: '1 0 - p-2 f' } });
  const { after } = await bed.act(promote, { ids: ['a'] });
  expect(after).toEqual({
    'job:a': 'message of a',
    prioritized: { a: String(-2 * 2 ** 42 + 2 ** 41 - 1) },
    tries: { a: '1 0 - p-2:-1 f' },
    meta: { arrivals: '1' },
    waiting: [''],
  });
});

test('one whose workers died twice waits to run alone', async ({ bed }) => {
  await bed.messages('a');
  await bed.seed({ delayed: { a: bed.at(60_000) }, tries: { a: '1 2 -' } });
  const { before, after } = await bed.act(promote, { ids: ['a'] });
  expect(after).toEqual({ ...before, delayed: undefined, suspects: ['a'], waiting: [''] });
});

test('no mark is added where something waits', async ({ bed }) => {
  await bed.messages('a', 'other');
  await bed.seed({ delayed: { a: bed.at(60_000) }, tries: { a: '0 0 - p1' }, waiting: ['other'] });
  expect((await bed.act(promote, { ids: ['a'] })).after['waiting']).toEqual(['other']);
});

test('whatever is not delayed is left as it is, and said to be so', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('waits', 'runs', 'done');
  await bed.seed({ waiting: ['waits'], 'active:w': { runs: '7' }, completed: ['done'] });
  await bed.seed({ 'end:done': closedRecord('completed', bed.at(-1000)) });
  const { before, after, reply, announced } = await bed.act(promote, { ids: ['waits', 'runs', 'done', 'nobody'] });
  expect(after).toEqual(before);
  expect(reply).toEqual(['live', 'live', 'ended', 'missing']);
  expect(announced).toEqual([]);
});
