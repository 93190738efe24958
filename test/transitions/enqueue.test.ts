import { expect } from 'vitest';
import { enqueue, type Outgoing } from '../support/core-internals.js';
import { test } from '../support/script-bed.js';

const job = (id: string, more: Partial<Outgoing> = {}): Outgoing => ({
  id,
  text: `"a name",{"of":"${id}"}`,
  due: '',
  body: undefined,
  own: true,
  words: '',
  hold: '',
  replace: false,
  ...more,
});
const taken = (...ids: string[]) => ({ taken: ids, refused: [], holders: new Map() });
const stored = (id: string): string => `"a name",{"of":"${id}"},now`;

test('jobs enter waiting from the left, their messages with the time of Redis', async ({ bed }) => {
  const { after, reply, announced } = await bed.act(enqueue, [job('a'), job('b'), job('c')]);
  expect(after).toEqual({
    waiting: ['c', 'b', 'a'],
    'job:a': stored('a'),
    'job:b': stored('b'),
    'job:c': stored('c'),
  });
  expect(reply).toEqual(taken());
  expect(announced).toEqual(['now\nadded a b c']);
});

test('a call that is sent again adds nothing and says which ids were taken', async ({ bed }) => {
  const jobs = [job('a'), job('late', { due: '+60000' }), job('big', { body: '"a body"' })];
  await enqueue.run(bed.connection, bed.keys, jobs);
  const { before, after, reply, announced } = await bed.act(enqueue, jobs);
  expect(after).toEqual(before);
  expect(reply).toEqual(taken('a', 'late', 'big'));
  expect(announced).toEqual([]);
});

test('of a call that is sent again with one job more, that one is added', async ({ bed }) => {
  await bed.seed({ waiting: ['a'], 'job:a': 'as it was' });
  const { before, after, reply, announced } = await bed.act(enqueue, [job('a'), job('b')]);
  expect(after).toEqual({ ...before, waiting: ['b', 'a'], 'job:b': stored('b') });
  expect(reply).toEqual(taken('a'));
  expect(announced).toEqual(['now\nadded b']);
});

test('an id that stands twice in one call is added once, with the data of the first', async ({ bed }) => {
  const { after, reply } = await bed.act(enqueue, [
    // Only an id that a user gives can stand twice: those that are made here rise.
    job('a', { own: false }),
    job('a', { own: false, text: '"other",0' }),
  ]);
  expect(after).toEqual({ waiting: ['a'], 'job:a': stored('a') });
  expect(reply).toEqual(taken('a'));
});

test('plain and delayed jobs of one id: the first that is looked at is the one', async ({ bed }) => {
  const { after, reply } = await bed.act(enqueue, [job('a', { due: '+5000' }), job('a')]);
  expect(after).toEqual({ waiting: ['a'], 'job:a': stored('a') });
  expect(reply).toEqual(taken('a'));
});

test('the id of a job that has ended stays taken as long as it is kept', async ({ bed }) => {
  await bed.seed({ completed: ['a'], 'job:a': 'as it was', 'end:a': 'the end of a' });
  const { before, after, reply } = await bed.act(enqueue, [job('a')]);
  expect(after).toEqual(before);
  expect(reply).toEqual(taken('a'));
});

test.for([
  { due: '+5000', place: { delayed: { a: 'now+5000' } } },
  { due: 'future', place: { delayed: { a: 'seeded+60000' } } },
  { due: 'past', place: { waiting: ['a'] } },
])('a job that is due at $due', async ({ due, place }, { bed }) => {
  const at = { future: String(bed.at(60_000)), past: String(bed.at(-1)) }[due] ?? due;
  await bed.seed({ waiting: ['first'], 'job:first': 'as it was' });
  const { before, after, announced } = await bed.act(enqueue, [job('a', { due: at })]);
  const waiting = 'waiting' in place ? ['a', 'first'] : ['first'];
  expect(after).toEqual({ ...before, ...place, waiting, 'job:a': stored('a') });
  expect(announced).toEqual(['now\nadded a']);
});

test('a job due before all others wakes a worker that sleeps until a later one', async ({ bed }) => {
  await bed.seed({ delayed: { later: bed.at(60_000) }, 'job:later': 'as it was' });
  const { before, after } = await bed.act(enqueue, [job('sooner', { due: '+5000' })]);
  const delayed = { sooner: 'now+5000', later: 'seeded+60000' };
  expect(after).toEqual({ ...before, delayed, waiting: [''], 'job:sooner': stored('sooner') });
});

test.for([
  { when: 'another is due sooner', due: '+90000', waiting: [], left: undefined },
  { when: 'something waits anyway', due: '+5000', waiting: ['old'], left: ['old'] },
  { when: 'a marker lies there already', due: '+5000', waiting: [''], left: [''] },
])('no marker is put where $when', async ({ due, waiting, left }, { bed }) => {
  await bed.seed({ delayed: { other: bed.at(60_000) } });
  if (waiting.length > 0) await bed.seed({ waiting });
  const { after } = await bed.act(enqueue, [job('a', { due })]);
  expect(after['waiting']).toEqual(left);
});

test('no marker is put where a plain job of the same call wakes workers anyway', async ({ bed }) => {
  const { after } = await bed.act(enqueue, [job('plain'), job('sooner', { due: '+5000' })]);
  expect(after['waiting']).toEqual(['plain']);
});

test('the first delayed job of all wakes workers, since none of them knows when to look', async ({ bed }) => {
  const { after } = await bed.act(enqueue, [job('a', { due: '+5000' }), job('b', { due: '+3000' })]);
  expect(after).toMatchObject({ delayed: { a: 'now+5000', b: 'now+3000' }, waiting: [''] });
});

test('a large body is kept apart, and tries remembers it for retention', async ({ bed }) => {
  const { after } = await bed.act(enqueue, [
    job('a', { body: '"large"' }),
    job('b', { body: '"other"', due: '+5000' }),
  ]);
  expect(after).toEqual({
    waiting: ['a'],
    delayed: { b: 'now+5000' },
    tries: { a: '0 0 b', b: '0 0 b' },
    'job:a': stored('a'),
    'body:a': '"large"',
    'job:b': stored('b'),
    'body:b': '"other"',
  });
});

test('a thousand plain jobs and more enter in one call, in their order', async ({ bed }) => {
  const ids = Array.from({ length: 2500 }, (_, i) => `job-${i}`);
  const { after } = await bed.act(
    enqueue,
    ids.map((id) => job(id)),
  );
  expect(after['waiting']).toEqual([...ids].reverse());
});
