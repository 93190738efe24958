import { describe, expect } from 'vitest';
import type { Report } from '../support/core-internals.js';
import {
  ATTEMPT,
  closedRecord,
  completed,
  failed,
  parked,
  postponed,
  released,
  retry,
  say,
  turn,
} from '../support/exchange-input.js';
import { test } from '../support/script-bed.js';

test('jobs that completed leave the worker together', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('a', 'b');
  await bed.seed({ 'active:w': { a: '7', b: '8', c: '9' } });
  const reports = [completed('a', '7'), completed('b', '8')];
  const { before, after, reply, announced } = await bed.act(turn, say({ reports }));
  expect(after).toEqual({
    ...before,
    'active:w': { c: '9' },
    completed: ['b', 'a'],
    'end:a': closedRecord('completed'),
    'end:b': closedRecord('completed'),
    stats: { completed: '2' },
    meta: { window: '0 2 now' },
  });
  expect(reply).toMatchObject({ now: 'now', stale: [], ids: [] });
  expect(announced).toEqual(['now\ncompleted a b']);
});

test('one that completed at last needs no tries any more, unless a body or a run hangs on it', async ({ bed }) => {
  await bed.worker('w');
  await bed.seed({ 'active:w': { a: '7', b: '8' }, tries: { a: '2 1 -', b: '1 0 br', other: '1 0 -' } });
  const { before, after } = await bed.act(turn, say({ reports: [completed('a', '7'), completed('b', '8')] }));
  expect(after).toMatchObject({ completed: ['b', 'a'], tries: { b: '1 0 br', other: '1 0 -' } });
  expect(before['tries']).not.toEqual(after['tries']);
});

interface Case {
  verdict: string;
  report: (held: string) => Report;
  held?: string;
  tries?: string;
  makes: Record<string, unknown>;
  announces: string;
}

const END_OF_A = { failed: { a: 'now' }, 'end:a': closedRecord('failed'), stats: { failed: '1' }, meta: undefined };
const CASES: Case[] = [
  { verdict: 'failed at once', report: (held) => failed('a', held), makes: END_OF_A, announces: 'failed a' },
  {
    verdict: 'failed after retries',
    report: (held) => failed('a', held),
    tries: '2 1 -',
    makes: { ...END_OF_A, tries: undefined },
    announces: 'failed a',
  },
  {
    verdict: 'failed with a run of its own',
    report: (held) => failed('a', held),
    tries: '2 1 r',
    makes: { ...END_OF_A, tries: { a: '2 1 r' } },
    announces: 'failed a',
  },
  {
    verdict: 'a first retry',
    report: (held) => retry('a', held, 4000),
    makes: { delayed: { a: 'now+4000' }, tries: { a: '1 0 r' }, 'run:a': { a1: `${ATTEMPT},now]` } },
    announces: 'retry a',
  },
  {
    verdict: 'a later retry',
    report: (held) => retry('a', held, 4000),
    tries: '3 1 br',
    makes: { delayed: { a: 'now+4000' }, tries: { a: '4 1 br' }, 'run:a': { a4: `${ATTEMPT},now]` } },
    announces: 'retry a',
  },
  {
    verdict: 'postponed, no attempt spent',
    report: (held) => postponed('a', held, 5000),
    makes: { delayed: { a: 'now+5000' } },
    announces: 'postponed a',
  },
  {
    verdict: 'postponed, attempts as they were',
    report: (held) => postponed('a', held, 5000),
    tries: '1 1 -',
    makes: { delayed: { a: 'now+5000' }, tries: { a: '1 1 -' } },
    announces: 'postponed a',
  },
  {
    verdict: 'released to the front of waiting',
    report: (held) => released('a', held),
    makes: { waiting: ['other', 'a'] },
    announces: 'released a',
  },
  {
    verdict: 'released to the front of suspects',
    report: (held) => released('a', held),
    held: '7s',
    tries: '0 2 -',
    makes: { suspects: ['a'], tries: { a: '0 2 -' } },
    announces: 'released a',
  },
];

describe.each(CASES)('a job that is $verdict', ({ report, held = '7', tries, makes, announces }) => {
  const seed = { waiting: ['other'], 'active:w': { a: held }, ...(tries === undefined ? {} : { tries: { a: tries } }) };

  test('goes there', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a');
    await bed.seed(seed);
    const { before, after, reply, announced } = await bed.act(turn, say({ reports: [report(held)] }));
    expect(after).toEqual({ ...before, 'active:w': undefined, ...makes });
    expect(reply).toMatchObject({ stale: [] });
    expect(announced).toEqual([`now\n${announces}`]);
  });

  test('stays where it is when the token is of another claim', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed(seed);
    const { before, after, reply, announced } = await bed.act(turn, say({ reports: [report(`1${held}`)] }));
    expect(after).toEqual(before);
    expect(reply).toMatchObject({ stale: ['a'] });
    expect(announced).toEqual([]);
  });

  test('stays where it is when the worker is fenced', async ({ bed }) => {
    await bed.worker('another');
    await bed.seed({ ...seed, graves: { w: bed.at(0) } });
    const { before, after, reply, announced } = await bed.act(turn, say({ want: 5, reports: [report(held)] }));
    expect(after).toEqual(before);
    expect(reply).toBeUndefined();
    expect(announced).toEqual([]);
  });
});

test('a report that is sent again is stale and changes nothing', async ({ bed }) => {
  await bed.worker('w');
  await bed.seed({ 'active:w': { a: '7', b: '8', c: '9' } });
  const reports = [completed('a', '7'), failed('b', '8'), retry('c', '9', 1000)];
  await turn.run(bed.connection, bed.keys, say({ reports }));
  const { before, after, reply } = await bed.act(turn, say({ reports }));
  expect(after).toEqual(before);
  expect(new Set(reply?.stale)).toEqual(new Set(['a', 'b', 'c']));
});

test('of one batch the reports that hold are settled and only the others are stale', async ({ bed }) => {
  await bed.worker('w');
  await bed.seed({ 'active:w': { a: '7', b: '8', c: '9', d: '10' } });
  const reports = [completed('a', '7'), completed('b', '0'), failed('c', '9'), failed('d', '0')];
  const { after, reply } = await bed.act(turn, say({ reports }));
  expect(reply?.stale).toEqual(['b', 'd']);
  expect(after).toMatchObject({ 'active:w': { b: '8', d: '10' }, completed: ['a'], failed: { c: 'now' } });
});

test('what is released together keeps its order', async ({ bed }) => {
  await bed.worker('w');
  await bed.seed({ waiting: ['later'], 'active:w': { first: '1', second: '2', third: '3' } });
  const reports = [released('first', '1'), released('second', '2'), released('third', '3')];
  const { after } = await bed.act(turn, say({ reports }));
  expect(after['waiting']).toEqual(['later', 'third', 'second', 'first']);
});

test('a worker settles while its lease has run out, as long as nobody has reaped it', async ({ bed }) => {
  await bed.worker('w', { lease: -5000 });
  await bed.seed({ 'active:w': { a: '7' } });
  const { after } = await bed.act(turn, say({ reports: [completed('a', '7')] }));
  expect(after).toMatchObject({ completed: ['a'] });
});

test('a job whose handler is not here is parked under its name, and its workers are told', async ({ bed }) => {
  await bed.worker('w');
  await bed.seed({
    'active:w': { a: '7', b: '8' },
    tries: { b: '1 0 r uskey' },
    'parked:new': ['older'],
    parked: { new: 1 },
  });
  const reports = [parked('a', '7', 'new'), parked('b', '8', 'new')];
  const { before, after, announced } = await bed.act(turn, say({ reports }));
  expect(after).toEqual({
    ...before,
    'active:w': undefined,
    // The oldest on the right: those that were taken together keep their order behind it.
    'parked:new': ['b', 'a', 'older'],
    parked: { new: '3' },
    tries: { a: '0 0 - h', b: '1 0 r uskey h' },
    // Given up when it was taken, and it has not begun.
    'unique:key': 'b',
  });
  expect(announced).toEqual(['control: parked new', 'now\nparked b\nparked a']);
});
