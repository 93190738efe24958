import { describe, expect } from 'vitest';
import { exchange, reap } from '../support/core-internals.js';
import { ask, completed, postponed, released, retry, say, turn } from '../support/exchange-input.js';
import { test } from '../support/script-bed.js';

test('a suspect is taken alone, the oldest first, though more is wanted and waits', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('s', 'a');
  await bed.seed({ waiting: ['a'], suspects: ['t', 's'], tries: { s: '0 2 -', t: '0 2 -' } });
  const { before, after, reply, announced } = await bed.act(exchange, ask({ want: 10, alone: true }));
  const taken = { suspects: ['t'], 'active:w': { s: 'claim 1s' }, meta: { claims: 'claim 1' } };
  expect(after).toEqual({ ...before, ...taken });
  expect(reply).toMatchObject({ note: 'suspect', ids: ['s'], held: ['claim 1s'], tries: ['0 2 -'] });
  expect(announced).toEqual(['now\nactive s']);
});

test('a suspect that is claimed early is marked as both', async ({ bed }) => {
  await bed.worker('w');
  await bed.messages('s');
  await bed.seed({ suspects: ['s'] });
  const { after } = await bed.act(exchange, ask({ want: 1, alone: true, early: true }));
  expect(after['active:w']).toEqual({ s: 'claim 1se' });
});

test('no suspect is taken where nothing is wanted', async ({ bed }) => {
  await bed.worker('w');
  await bed.seed({ suspects: ['s'] });
  const { before, after, reply } = await bed.act(exchange, ask({ alone: true }));
  expect(after).toEqual(before);
  expect(reply).toMatchObject({ note: 'empty' });
});

describe('a worker that has something in hand', () => {
  test('becomes the one that drains itself, and takes nothing', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ suspects: ['s'], waiting: ['a'], 'active:w': { b: '7' } });
    const { before, after, reply } = await bed.act(exchange, ask({ want: 2 }));
    expect(after).toEqual({ ...before, meta: { drainer: 'w' } });
    expect(reply).toMatchObject({ note: 'drain', ids: [] });
  });

  test('still gets what it adopts', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('moved');
    await bed.seed({ suspects: ['s'], waiting: ['a'], 'pending:w': ['moved'] });
    const { after, reply } = await bed.act(exchange, ask({ want: 2, alone: true, adopt: ['moved'] }));
    expect(after).toMatchObject({ suspects: ['s'], waiting: ['a'], 'active:w': { moved: 'claim 1' } });
    expect(reply).toMatchObject({ note: 'drain', ids: ['moved'] });
  });

  test('goes on taking while another one drains itself', async ({ bed }) => {
    await bed.worker('w');
    await bed.worker('other');
    await bed.messages('a');
    await bed.seed({ suspects: ['s'], waiting: ['a'], meta: { drainer: 'other' } });
    const { after, reply } = await bed.act(exchange, ask({ want: 2 }));
    expect(after).toMatchObject({ 'active:w': { a: 'claim 1' }, suspects: ['s'], meta: { drainer: 'other' } });
    expect(reply).toMatchObject({ note: 'empty', ids: ['a'] });
  });

  test('takes over from a drainer that is gone', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ suspects: ['s'], meta: { drainer: 'dead' } });
    const { after, reply } = await bed.act(exchange, ask({ want: 2 }));
    expect(after).toMatchObject({ meta: { drainer: 'w' } });
    expect(reply).toMatchObject({ note: 'drain' });
  });

  test('stays the drainer while it only reports, so that no second one drains itself', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ suspects: ['s'], 'active:w': { a: '7' }, meta: { drainer: 'w' } });
    const { after } = await bed.act(turn, say({ want: 0, reports: [completed('a', '7')] }));
    expect(after).toMatchObject({ meta: { drainer: 'w' } });
  });
});

describe('the drainer is one no more', () => {
  test('when it gets its suspect', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('s');
    await bed.seed({ suspects: ['s'], meta: { drainer: 'w' } });
    const { after } = await bed.act(exchange, ask({ want: 1, alone: true }));
    expect(after).toMatchObject({ 'active:w': { s: 'claim 1s' } });
    expect(after['meta']).toEqual({ claims: 'claim 1' });
  });

  test('when somebody else has taken the last suspect', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a');
    await bed.seed({ waiting: ['a'], meta: { drainer: 'w' } });
    const { after, reply } = await bed.act(exchange, ask({ want: 1 }));
    expect(after['meta']).toEqual({ claims: 'claim 1' });
    expect(reply).toMatchObject({ ids: ['a'] });
  });

  test('when it takes nothing any more, though the suspect still waits', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ suspects: ['s'], 'active:w': { a: '7' }, meta: { drainer: 'w', claims: '7' } });
    const { before, after } = await bed.act(exchange, ask({ quiet: true }));
    expect(after).toEqual({ ...before, meta: { claims: '7' } });
  });

  test('when another takes nothing any more, it still is', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ suspects: ['s'], meta: { drainer: 'other' } });
    const { before, after } = await bed.act(exchange, ask({ quiet: true }));
    expect(after).toEqual(before);
  });

  test('when it leaves', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ suspects: ['s'], meta: { drainer: 'w', claims: '7' } });
    const { after } = await bed.act(reap, { victim: 'w', reason: 'left', reaper: 'w', maxCrashes: 3 });
    expect(after['meta']).toEqual({ claims: '7' });
  });
});

describe('what is a suspect stays one', () => {
  test('through a delay: it comes back to the suspects, and a marker wakes workers', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ delayed: { s: bed.at(-1) }, tries: { s: '1 2 -' } });
    const { before, after } = await bed.act(exchange, ask());
    expect(after).toEqual({ ...before, delayed: undefined, suspects: ['s'], waiting: [''] });
  });

  test('beside plain jobs that are due with it', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ delayed: { s: bed.at(-2), a: bed.at(-1) }, tries: { s: '1 2 -', a: '3 1 -' } });
    const { after } = await bed.act(exchange, ask());
    expect(after).toMatchObject({ suspects: ['s'], waiting: ['a'] });
  });

  test('with the word that it must be alone, through a hand-back and a delay', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ 'active:w': { s: '7s', t: '8s' }, tries: { s: '0 2 - d', t: '0 2 - d' } });
    const { after } = await bed.act(turn, say({ reports: [released('s', '7s'), postponed('t', '8s', 5000)] }));
    expect(after).toMatchObject({ suspects: ['s'], delayed: { t: 'now+5000' }, tries: { s: '0 2 - d', t: '0 2 - d' } });
  });

  test('through a retry and a hand-back', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ 'active:w': { s: '7s', t: '8s' }, tries: { s: '0 2 -', t: '0 2 -' } });
    const { after } = await bed.act(turn, say({ reports: [retry('s', '7s', 5000), released('t', '8s')] }));
    expect(after).toMatchObject({ suspects: ['t'], delayed: { s: 'now+5000' }, tries: { s: '1 2 r', t: '0 2 -' } });
  });
});
