import { expect } from 'vitest';
import { enqueue, exchange, remove } from '../support/core-internals.js';
import { ask } from '../support/exchange-input.js';
import { type ScriptBed, test } from '../support/script-bed.js';
import { auditQueue } from '../support/snapshot.js';

const add = (bed: ScriptBed, id: string, text = `message of ${id}`) =>
  enqueue.run(bed.connection, bed.keys, [
    { id, text, due: '', body: undefined, own: false, words: '', hold: '', replace: false },
  ]);

test('the entry of a job that was removed is dropped when it is met, and uncounted', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a', 'b');
  await bed.seed({ waiting: ['b', 'husk', 'a'], gone: { husk: '1', elsewhere: '2' }, stats: { husks: '3' } });
  const { before, after, reply } = await bed.act(exchange, ask({ want: 5 }));
  const claimed = { 'active:w': { a: 'claim 1', b: 'claim 2' }, meta: { claims: 'claim 2' } };
  expect(after).toEqual({ ...before, waiting: undefined, gone: { elsewhere: '2' }, stats: { husks: '2' }, ...claimed });
  expect(reply).toMatchObject({ ids: ['a', 'b'] });
});

test('of several husks of one id those that were met are uncounted', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a');
  await bed.seed({ waiting: ['a', 'husk', 'husk'], 'pending:other': ['husk'], gone: { husk: '3' } });
  const { after } = await bed.act(exchange, ask({ want: 3 }));
  expect(after['gone']).toEqual({ husk: '1' });
  expect(after['active:w']).toEqual({ a: 'claim 1' });
});

test('a husk that is adopted leaves the pending list and claims nothing', async ({ bed }) => {
  await bed.worker('w');
  await bed.seed({ 'pending:w': ['husk'], gone: { husk: '1' }, stats: { husks: '1' } });
  const { before, after, reply } = await bed.act(exchange, ask({ want: 1, adopt: ['husk'] }));
  expect(after).toEqual({ ...before, 'pending:w': undefined, gone: undefined, stats: { husks: '0' } });
  expect(reply).toMatchObject({ ids: [] });
});

test('a suspect that was removed is dropped, and what waits is taken by the next call', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a');
  await bed.seed({ suspects: ['husk'], waiting: ['a'], gone: { husk: '1' }, stats: { husks: '1' } });
  const { before, after, reply } = await bed.act(exchange, ask({ want: 3, alone: true }));
  expect(after).toEqual({ ...before, suspects: undefined, gone: undefined, stats: { husks: '0' } });
  expect(reply).toMatchObject({ ids: [], note: 'more' });
});

test('a job that was removed and added again runs once', async ({ bed }) => {
  await bed.worker('w');
  await add(bed, 'a');
  await remove.run(bed.connection, bed.keys, { ids: ['a'] });
  await add(bed, 'a', 'second message');
  expect(await bed.state()).toMatchObject({ waiting: ['a', 'a'], gone: { a: '1' } });
  const { after, reply } = await bed.act(exchange, ask({ want: 5 }));
  expect(reply).toMatchObject({ ids: ['a'], note: 'empty' });
  expect(reply?.messages[0]).toMatch(/^second message/);
  expect(after).toMatchObject({ 'active:w': { a: 'claim 1' } });
  expect(after).not.toHaveProperty('gone');
  expect(after).not.toHaveProperty('waiting');
});

test('two workers that meet the old and the new entry run the job once', async ({ bed }) => {
  await bed.worker('w');
  await bed.worker('other');
  await add(bed, 'a');
  await remove.run(bed.connection, bed.keys, { ids: ['a'] });
  await add(bed, 'a');
  const first = await bed.act(exchange, ask({ want: 1 }));
  const second = await bed.act(exchange, ask({ wid: 'other', want: 1 }));
  expect([first.reply?.ids, second.reply?.ids]).toEqual([[], ['a']]);
  expect(second.after).toMatchObject({ 'active:other': { a: 'claim 1' } });
});

test('removed and added again twice leaves two husks and one job', async ({ bed }) => {
  await bed.worker('w');
  for (let round = 0; round < 2; round += 1) {
    await add(bed, 'a');
    await remove.run(bed.connection, bed.keys, { ids: ['a'] });
  }
  await add(bed, 'a');
  expect(await bed.state()).toMatchObject({ waiting: ['a', 'a', 'a'], gone: { a: '2' } });
  expect(await auditQueue(bed.redis, 'bed', bed.queue)).toEqual([]);
  const { after, reply } = await bed.act(exchange, ask({ want: 5 }));
  expect(reply).toMatchObject({ ids: ['a'] });
  expect(after).not.toHaveProperty('gone');
});

test('a pending list that holds the old and the new entry gives both to one adoption and its sequel', async ({
  bed,
}) => {
  await bed.worker('w');
  await bed.messages('a');
  await bed.seed({ 'pending:w': ['a', 'a'], gone: { a: '1' } });
  const first = await bed.act(exchange, ask({ want: 1, adopt: ['a'] }));
  expect(first.after).toMatchObject({ 'pending:w': ['a'] });
  expect(first.after).not.toHaveProperty('gone');
  const second = await bed.act(exchange, ask({ want: 1, adopt: ['a'] }));
  expect(second.reply).toMatchObject({ ids: ['a'] });
  expect(second.after).not.toHaveProperty('pending:w');
});
