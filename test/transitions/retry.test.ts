import { describe, expect } from 'vitest';
import { retry } from '../support/core-internals.js';
import { closedRecord } from '../support/exchange-input.js';
import { type ScriptBed, test } from '../support/script-bed.js';

/** A job that has ended in `state`, with what `tries` says of it. */
async function ended(bed: ScriptBed, state: string, text?: string): Promise<void> {
  await bed.messages('a');
  await bed.seed({ [state]: { a: bed.at(-1000) }, 'end:a': closedRecord(state, bed.at(-1000)) });
  if (text !== undefined) await bed.seed({ tries: { a: text } });
}

test.for(['failed', 'cancelled', 'expired'])(
  'a job that has %s waits again, and nothing else is left',
  async (state, { bed }) => {
    await ended(bed, state, '3 1 -');
    const { after, reply, announced } = await bed.act(retry, { ids: ['a'] });
    expect(after).toEqual({ 'job:a': 'message of a', waiting: ['a'] });
    expect(reply).toEqual(['retried']);
    expect(announced).toEqual(['now\nwaiting a']);
  },
);

test('it waits behind the others, and before them when it is last in, first out', async ({ bed }) => {
  await ended(bed, 'failed', '1 0 - f');
  await bed.messages('b', 'other');
  await bed.seed({ waiting: ['other'], failed: { b: bed.at(-500) }, 'end:b': closedRecord('failed', bed.at(-500)) });
  const { after } = await bed.act(retry, { ids: ['a', 'b'] });
  expect(after['waiting']).toEqual(['b', 'other', 'a']);
});

test('a priority gives it a new place, and wakes a worker that sleeps', async ({ bed }) => {
  await ended(bed, 'failed', '1 2 - p5:3');
  await bed.seed({ meta: { arrivals: '8' } });
  const { after } = await bed.act(retry, { ids: ['a'] });
  const score = 5 * 2 ** 42 + 2 ** 41 + 9;
  expect(after).toEqual({
    'job:a': 'message of a',
    prioritized: { a: String(score) },
    tries: { a: '0 0 - p5:9' },
    meta: { arrivals: '9' },
    waiting: [''],
  });
});

test('what it has kept stays; what was recorded of its attempts goes, and its own retention', async ({ bed }) => {
  await ended(bed, 'failed', '2 1 brlc k5000');
  await bed.seed({ 'body:a': 'body', 'log:a': ['1 line'], fleeting: { a: bed.at(9000) } });
  await bed.seed({ 'run:a': { seq: '1', at: '2', progress: '3', checkpoint: '{}', a1: '[1]', a2: '[2]', c1: '[1]' } });
  const { before, after } = await bed.act(retry, { ids: ['a'] });
  expect(after).toEqual({
    ...before,
    failed: undefined,
    fleeting: undefined,
    'end:a': undefined,
    waiting: ['a'],
    'run:a': { seq: '1', at: '2', progress: '3', checkpoint: '{}' },
    tries: { a: '0 0 brlc k5000' },
  });
});

test('a run that held nothing but attempts is noted no more', async ({ bed }) => {
  await ended(bed, 'failed', '1 0 r');
  await bed.seed({ 'run:a': { a1: '[1]' } });
  expect((await bed.act(retry, { ids: ['a'] })).after).toEqual({ 'job:a': 'message of a', waiting: ['a'] });
});

describe('its unique key', () => {
  test('is taken again', async ({ bed }) => {
    await ended(bed, 'cancelled', '0 0 - uekey');
    const { after } = await bed.act(retry, { ids: ['a'] });
    expect(after).toMatchObject({ 'unique:key': 'a', waiting: ['a'], tries: { a: '0 0 - uekey' } });
  });

  test('keeps it ended while another job holds it', async ({ bed }) => {
    await ended(bed, 'failed', '1 0 - uskey');
    await bed.messages('b');
    await bed.seed({ waiting: ['b'], 'unique:key': 'b' });
    const { before, after, reply, announced } = await bed.act(retry, { ids: ['a'] });
    expect(after).toEqual(before);
    expect(reply).toEqual(['held']);
    expect(announced).toEqual([]);
  });

  test('does not keep it ended when the holder has ended or is gone', async ({ bed }) => {
    await ended(bed, 'failed', '1 0 - uekey');
    await bed.seed({ 'unique:key': 'nobody' });
    expect((await bed.act(retry, { ids: ['a'] })).after).toMatchObject({ 'unique:key': 'a', waiting: ['a'] });
  });

  test('of a window that is open stays whose it is', async ({ bed }) => {
    await ended(bed, 'failed', '1 0 - uwkey');
    await bed.messages('b');
    await bed.seed({ waiting: ['b'], 'unique:key': 'b' });
    const { after, reply } = await bed.act(retry, { ids: ['a'] });
    expect(reply).toEqual(['retried']);
    expect(after).toMatchObject({ 'unique:key': 'b', waiting: ['a', 'b'] });
  });
});

test('whatever cannot be retried is left as it is, and said to be so', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('waits', 'runs', 'done');
  await bed.seed({ waiting: ['waits'], 'active:w': { runs: '7' }, completed: ['done'] });
  await bed.seed({ 'end:done': closedRecord('completed', bed.at(-1000)) });
  await bed.seed({ failed: { lost: bed.at(-1000) }, 'end:lost': closedRecord('failed', bed.at(-1000)) });
  const { before, after, reply, announced } = await bed.act(retry, {
    ids: ['waits', 'runs', 'done', 'lost', 'nobody'],
  });
  expect(after).toEqual(before);
  expect(reply).toEqual(['live', 'live', 'completed', 'missing', 'missing']);
  expect(announced).toEqual([]);
});

test('an entry that it left in a list when it was cancelled stays a husk: the job is there once', async ({ bed }) => {
  await ended(bed, 'cancelled');
  await bed.seed({ waiting: ['a'], gone: { a: '1' }, stats: { husks: '1' } });
  const { after } = await bed.act(retry, { ids: ['a', 'a'] });
  expect(after).toMatchObject({ waiting: ['a', 'a'], gone: { a: '1' }, stats: { husks: '1' } });
});
