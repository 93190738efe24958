import { NoticeBoard } from '@longshore/core';
import { expect } from 'vitest';
import { collect } from '../support/collect-notices.js';
import { boardKeys, Connection, post, readTarget } from '../support/core-internals.js';
import { until } from '../support/processes.js';
import { test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

const openBoard = (bed: WorkerBed) =>
  bed.own(new NoticeBoard<number | string>(bed.queueName, { connection: bed.server.url, logger: bed.logger }));

/** Resolves when as many subscribers as that are on the board's channel. */
async function watched(bed: WorkerBed, count = 1): Promise<void> {
  const channel = boardKeys('longshore', bed.queueName).notice;
  await until(async () => Number(((await bed.redis.pubsub('NUMSUB', channel)) as unknown[])[1]) === count);
}

test('read() tells what was posted last; nothing before', async ({ bed }) => {
  const board = openBoard(bed);
  expect(await board.read()).toBeUndefined();
  const first = await board.post('one');
  expect(await board.read()).toEqual({ ...first, value: 'one' });
  const second = await board.post('two');
  expect(await board.read()).toEqual({ ...second, value: 'two' });
  expect(second.seq).toBeGreaterThan(first.seq);
});

test('a late watcher sees the current value first, then only newer ones', async ({ bed }) => {
  const board = openBoard(bed);
  await board.post(1);
  await board.post(2);
  const watcher = collect(board.watch());
  await until(() => watcher.seen.length === 1);
  for (const value of [3, 4, 5]) await board.post(value);
  await until(() => watcher.seen.length >= 4);
  expect(watcher.values()).toEqual([2, 3, 4, 5]);
  const seqs = watcher.seen.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
});

test('with since the current value comes only if it is newer', async ({ bed }) => {
  const board = openBoard(bed);
  const old = await board.post('old');
  const current = await board.post('current');
  const behind = collect(board.watch({ since: old.seq }));
  const upToDate = collect(board.watch({ since: current.seq }));
  await until(() => behind.seen.length === 1);
  await watched(bed);
  await board.post('newer');
  await until(() => behind.seen.length === 2 && upToDate.seen.length >= 1);
  expect([behind.values(), upToDate.values()]).toEqual([['current', 'newer'], ['newer']]);
});

test('two watchers see the same, and one that ends leaves the other', async ({ bed }) => {
  const board = openBoard(bed);
  const stop = new AbortController();
  const one = collect(board.watch({ signal: stop.signal }));
  const two = collect(board.watch());
  await watched(bed);
  await board.post(1);
  await until(() => one.seen.length === 1 && two.seen.length === 1);
  stop.abort();
  await one.ended;
  await board.post(2);
  await until(() => two.seen.length === 2);
  expect([one.values(), two.values()]).toEqual([[1], [1, 2]]);
});

test('a watcher of another board sees nothing of this one', async ({ bed }) => {
  const board = openBoard(bed);
  const other = bed.own(new NoticeBoard(`${bed.queueName}-other`, { connection: bed.server.url }));
  const watcher = collect(other.watch());
  await board.post('here');
  await other.post('there');
  await until(() => watcher.seen.length > 0);
  expect(watcher.values()).toEqual(['there']);
});

test('a watch goes on through the loss of its subscription, and misses no last value', async ({ bed, redis }) => {
  const board = openBoard(bed);
  const watcher = collect(board.watch());
  for (let round = 1; round <= 5; round++) {
    await watched(bed);
    expect(await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub')).toBe(1);
    // Posted while nobody is subscribed: pub/sub tells nobody, the board has it.
    await board.post(round);
    await until(() => watcher.values().at(-1) === round);
  }
  expect(watcher.values()).toEqual([1, 2, 3, 4, 5]);
});

test('a post that is sent again repeats nothing', async ({ bed, server }) => {
  const board = openBoard(bed);
  const watcher = collect(board.watch());
  await watched(bed);
  const connection = new Connection(readTarget(server.url), { name: 'resender', deadlineMs: 5000, check: true });
  const keys = boardKeys('longshore', bed.queueName);
  const send = (number: number, value: string) =>
    post.run(connection, keys, { writer: 'one-writer', number, value: JSON.stringify(value), ttlMs: 0 });
  const first = await send(1, 'first');
  const second = await send(2, 'second');
  expect(await send(2, 'second')).toEqual(second);
  expect((await send(1, 'first')).seq).toBe(second.seq);
  expect(first.seq).toBeLessThan(second.seq);
  expect(await board.read()).toMatchObject({ value: 'second', seq: second.seq });
  await board.post('last');
  await until(() => watcher.values().includes('last'));
  expect(watcher.values()).toEqual(['first', 'second', 'last']);
  connection.close();
});

test('posts of one board arrive in the order of their calls, through lost connections', async ({ bed, redis }) => {
  const board = openBoard(bed);
  await board.post(-1);
  const posts = Array.from({ length: 200 }, (_, n) => board.post(n));
  await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  const seqs = (await Promise.all(posts)).map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  expect(await board.read()).toMatchObject({ value: 199 });
});

test('with a ttl the value goes, and seq rises on', async ({ bed }) => {
  const board = openBoard(bed);
  const gone = await board.post('for a moment', { ttl: '100ms' });
  expect(await board.read()).toMatchObject({ value: 'for a moment' });
  await until(async () => (await board.read()) === undefined);
  const watcher = collect(board.watch());
  const next = await board.post('to stay');
  expect(next.seq).toBeGreaterThan(gone.seq);
  await until(() => watcher.seen.length > 0);
  expect(watcher.values()).toEqual(['to stay']);
  // A post without a ttl takes the old one away.
  await board.post('again short', { ttl: '1h' });
  await board.post('to stay');
  expect(await bed.redis.pttl(boardKeys('longshore', bed.queueName).board)).toBe(-1);
});

test('closing the board ends its watches, and nothing goes afterwards', async ({ bed }) => {
  const board = openBoard(bed);
  const watchers = [collect(board.watch()), collect(board.watch())];
  await watched(bed);
  await board.close();
  await Promise.all(watchers.map(({ ended }) => ended));
  await board.close();
  for (const call of [board.post(1), board.read()]) expect(await thrownBy(call)).toMatchObject({ code: 'ERR_CLOSED' });
});

test('a signal ends a watch, also one that was aborted before', async ({ bed }) => {
  const board = openBoard(bed);
  await board.post('there');
  const early = collect(board.watch({ signal: AbortSignal.abort() }));
  await early.ended;
  expect(early.seen).toEqual([]);
  const stop = new AbortController();
  const watcher = collect(board.watch({ signal: stop.signal }));
  await until(() => watcher.seen.length === 1);
  stop.abort();
  await watcher.ended;
  // The last watcher takes the subscription along.
  await watched(bed, 0);
});

test('break ends a watch', async ({ bed }) => {
  const board = openBoard(bed);
  await board.post('there');
  for await (const { value } of board.watch()) {
    expect(value).toBe('there');
    break;
  }
  await watched(bed, 0);
});

test('what is no JSON is refused', async ({ bed }) => {
  const board = openBoard(bed);
  expect(await thrownBy(board.post(10n as never))).toMatchObject({ code: 'ERR_INVALID_PAYLOAD', field: 'value' });
  expect(await thrownBy(board.post('x'.repeat(1_048_576)))).toMatchObject({ code: 'ERR_PAYLOAD_TOO_LARGE' });
  expect(await thrownBy(board.post(1, { ttl: 'soon' as never }))).toMatchObject({ code: 'ERR_INVALID_OPTION' });
  expect(await board.read()).toBeUndefined();
});
