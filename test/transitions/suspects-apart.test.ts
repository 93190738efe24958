import { describe, expect } from 'vitest';
import { exchange, reap } from '../support/core-internals.js';
import { ask, crashed, say, turn } from '../support/exchange-input.js';
import { test } from '../support/script-bed.js';

describe('a worker with a place of its own for suspects', () => {
  test('takes one with other jobs in hand, marks it, and does not empty its hands', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('s', 'a');
    const tries = { s: '0 2 -', t: '0 2 -' };
    await bed.seed({ waiting: ['a'], suspects: ['t', 's'], tries, 'active:w': { b: '7' } });
    const { before, after, reply, announced } = await bed.act(exchange, ask({ want: 10, ownPlace: 'free' }));
    const taken = { suspects: ['t'], 'active:w': { b: '7', s: 'claim 1so' }, meta: { claims: 'claim 1' } };
    expect(after).toEqual({ ...before, ...taken });
    expect(reply).toMatchObject({ note: 'more', ids: ['s'], held: ['claim 1so'], tries: ['0 2 -'] });
    expect(announced).toEqual(['now\nactive s']);
  });

  test('marks it as apart with empty hands too, and acknowledges it early where that is its way', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('s');
    await bed.seed({ suspects: ['s'], tries: { s: '0 2 -' } });
    const { after, reply } = await bed.act(exchange, ask({ want: 1, alone: true, early: true, ownPlace: 'free' }));
    expect(after['active:w']).toEqual({ s: 'claim 1soe' });
    expect(reply).toMatchObject({ note: 'more', held: ['claim 1soe'] });
  });

  test('takes what waits while its place is busy, and need not empty its hands', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a');
    await bed.seed({ waiting: ['a'], suspects: ['s'], tries: { s: '0 2 -' }, meta: { drainer: 'w' } });
    const { before, after, reply } = await bed.act(exchange, ask({ want: 2, ownPlace: 'busy' }));
    expect(after).toEqual({
      ...before,
      waiting: undefined,
      'active:w': { a: 'claim 1' },
      meta: { claims: 'claim 1' },
    });
    expect(reply).toMatchObject({ note: 'empty', ids: ['a'] });
  });

  test('gets what it adopts first, and is told to ask again', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('moved');
    await bed.seed({ suspects: ['s'], 'pending:w': ['moved'], tries: { s: '0 2 -' } });
    const { after, reply } = await bed.act(exchange, ask({ want: 1, ownPlace: 'free', adopt: ['moved'] }));
    expect(after).toMatchObject({ suspects: ['s'], 'active:w': { moved: 'claim 1' } });
    expect(reply).toMatchObject({ note: 'more', ids: ['moved'] });
  });

  test('takes one while another worker empties its hands, which then learns that nothing is left', async ({ bed }) => {
    await bed.worker('w');
    await bed.worker('other');
    await bed.messages('s');
    await bed.seed({ suspects: ['s'], tries: { s: '0 2 -' }, meta: { drainer: 'other' } });
    const { after } = await bed.act(exchange, ask({ want: 1, ownPlace: 'free' }));
    expect(after).toMatchObject({ 'active:w': { s: 'claim 1so' }, meta: { drainer: 'other' } });
    const later = await bed.act(exchange, ask({ wid: 'other', want: 1 }));
    expect(later.after['meta']).toEqual({ claims: expect.anything() });
    expect(later.reply).toMatchObject({ note: 'empty' });
  });

  test('takes none at a closed gate', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ suspects: ['s'], tries: { s: '0 2 -' }, meta: { paused: '1' } });
    const { before, after, reply } = await bed.act(exchange, ask({ want: 1, ownPlace: 'free' }));
    expect(after).toEqual(before);
    expect(reply).toMatchObject({ gate: 'paused', ids: [] });
  });

  test('empties its hands for one whose worker died meanwhile', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ suspects: ['t', 's'], tries: { s: '0 2 - d', t: '0 2 -' }, 'active:w': { b: '7' } });
    const { before, after, reply } = await bed.act(exchange, ask({ want: 2, ownPlace: 'free' }));
    expect(after).toEqual({ ...before, meta: { drainer: 'w' } });
    expect(reply).toMatchObject({ note: 'drain', ids: [] });
  });

  test('and takes that one alone, not as one that is apart', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('s');
    await bed.seed({ suspects: ['s'], tries: { s: '0 2 - d' }, meta: { drainer: 'w' } });
    const { after, reply } = await bed.act(exchange, ask({ want: 2, alone: true, ownPlace: 'free' }));
    expect(after).toMatchObject({ 'active:w': { s: 'claim 1s' }, tries: { s: '0 2 - d' } });
    expect(reply).toMatchObject({ note: 'suspect', held: ['claim 1s'] });
  });
});

describe('a suspect whose own process died', () => {
  test('fails at the last crash that there may be, as if its worker had died', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('s');
    await bed.seed({ 'active:w': { s: '7so' }, tries: { s: '1 2 r' }, 'run:s': { c2: '[2,"x",1]' } });
    const { after, reply, announced } = await bed.act(turn, say({ reports: [crashed('s', '7so')] }));
    const error = '{"name":"WorkerDiedError","message":"its worker died 3 times","code":"ERR_WORKER_DIED"}';
    expect(after).toMatchObject({
      'end:s': `[1,"failed",${error},"w",1,5,now]`,
      failed: { s: 'now' },
      tries: { s: '1 3 r' },
      'run:s': { c2: '[2,"x",1]', c3: '[3,"w",now]' },
      stats: { failed: '1' },
    });
    expect([after['active:w'], after['suspects'], after['waiting']]).toEqual([undefined, undefined, undefined]);
    expect(reply).toMatchObject({ stale: [], cancelled: [] });
    expect(announced).toEqual(['now\nfailed s']);
  });

  test('goes behind the other suspects while there may be more crashes, and a marker wakes workers', async ({
    bed,
  }) => {
    await bed.worker('w');
    await bed.seed({ 'active:w': { s: '7so' }, suspects: ['t'], tries: { s: '0 2 - x9 usk d', t: '0 2 -' } });
    const { after, announced } = await bed.act(turn, say({ reports: [crashed('s', '7so', 4)] }));
    expect(after).toMatchObject({
      suspects: ['s', 't'],
      waiting: [''],
      tries: { s: '0 3 r usk d', t: '0 2 -' },
      'run:s': { c3: '[3,"w",now]' },
      'unique:k': 's',
      stats: { recovered: '1' },
    });
    expect([after['end:s'], after['failed'], after['active:w']]).toEqual([undefined, undefined, undefined]);
    expect(announced).toEqual(['now\nrecovered s']);
  });

  test('ends as cancelled where somebody had ordered that', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ 'active:w': { s: '7so' }, tries: { s: '0 2 -' }, orders: { s: 'w "no"' } });
    const { after, reply } = await bed.act(turn, say({ reports: [crashed('s', '7so')] }));
    expect(after).toMatchObject({ cancelled: { s: 'now' }, 'end:s': '[1,"cancelled","no","w",0,0,now]' });
    expect(reply).toMatchObject({ cancelled: ['s'] });
  });

  test('changes nothing when the claim is gone', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ 'active:w': { s: '8so' }, tries: { s: '0 2 -' } });
    const { before, after, reply } = await bed.act(turn, say({ reports: [crashed('s', '7so')] }));
    expect(after).toEqual(before);
    expect(reply).toMatchObject({ stale: ['s'] });
  });
});

describe('a suspect that ran apart when its worker', () => {
  test("died counts no crash, which may be a neighbour's, and runs alone the next time", async ({ bed }) => {
    await bed.worker('r');
    await bed.worker('w', { lease: -1 });
    await bed.seed({ 'active:w': { s: '7so', a: '8' }, tries: { s: '0 2 r x9' } });
    const { after } = await bed.act(reap, { victim: 'w', reason: 'died', reaper: 'r', maxCrashes: 3 });
    expect(after).toMatchObject({ suspects: ['s'], waiting: ['a'], tries: { s: '0 2 r d', a: '0 1 r' } });
    expect([after['run:s'], after['failed']]).toEqual([undefined, undefined]);
  });

  test('died over it alone fails: nobody else can have been the cause', async ({ bed }) => {
    await bed.worker('r');
    await bed.worker('w', { lease: -1 });
    await bed.seed({ 'active:w': { s: '7s' }, tries: { s: '0 2 r d' } });
    const { after } = await bed.act(reap, { victim: 'w', reason: 'died', reaper: 'r', maxCrashes: 3 });
    expect(after).toMatchObject({ failed: { s: 'now' }, tries: { s: '0 3 r' } });
  });

  test('left goes back as it was', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ 'active:w': { s: '7so' }, tries: { s: '0 2 -' } });
    const { after } = await bed.act(reap, { victim: 'w', reason: 'left', reaper: 'w', maxCrashes: 3 });
    expect(after).toMatchObject({ suspects: ['s'], tries: { s: '0 2 -' } });
  });
});
