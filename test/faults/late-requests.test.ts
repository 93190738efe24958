import { Queue } from '@longshore/core';
import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { claimsIdly, mentions, RedisProxy } from '../support/proxy.js';
import { Scene } from '../support/scene.js';

// A request that its sender has given up on is not undone: the network may deliver it at any time after.

/** Short, for the deadline of a request is half of it. */
const TUNING = { lease: 3000 };
const ID = 'the-job';

/** Waits until the worker has given up what the rule holds, and has sent it or something like it again. */
async function givenUp(worker: Child): Promise<void> {
  await worker.hear('error', ({ code }) => code === 'ERR_COMMAND_TIMEOUT');
}

test('a late exchange that claims: what it brings is found by reconciling, and runs once', async () => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  const [worker] = (await scene.startWorkers(1, { ...TUNING, url: proxy.url, concurrency: 1 })) as [Child];
  const first = await scene.addOne({ hold: true });
  await worker.hear('started');
  // The exchange that reports the first job asks for another.
  const rule = proxy.rule((command) => mentions(command, first), 'hold');
  scene.release(worker, first);
  await givenUp(worker);
  await scene.drained();
  const [wid] = await scene.redis.hkeys(scene.key('workers'));
  // Every slot is taken when the late one comes: nobody has asked for what it brings.
  const blocker = await scene.addOne({ hold: true });
  await worker.hear('started', ({ id }) => id === blocker);
  const behind = await scene.addOne({ ms: 1 });
  expect(await rule.release()).toEqual([expect.arrayContaining(['ok', behind])]);
  expect(await scene.redis.hexists(scene.key(`active:${wid}`), behind)).toBe(1);
  // It is taken up, waits for a slot in vain, and is handed back.
  await until(async () => (await scene.redis.hexists(scene.key(`active:${wid}`), behind)) === 0);
  scene.release(worker, blocker);
  await scene.drained();
  const { repeats } = await expectAccount(scene);
  expect(repeats).toBe(0);
  expect(worker.all('stale')).toEqual([]);
});

test('a late exchange that adopts a job that has run since changes nothing', async () => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  const rule = proxy.rule((command) => claimsIdly(command), 'hold');
  const [worker] = (await scene.startWorkers(1, { ...TUNING, url: proxy.url })) as [Child];
  await until(() => rule.count === 1);
  await scene.addOne({ ms: 1 }, { jobId: ID });
  await scene.drained();
  expect(await rule.release()).toEqual([expect.arrayContaining(['ok'])]);
  const { runs } = await expectAccount(scene);
  expect(runs.get(ID)).toHaveLength(1);
  expect(worker.all('completed')).toHaveLength(1);
});

test('a late exchange that adopts what another one has adopted since does not claim it again', async () => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  const [worker] = (await scene.startWorkers(1, { ...TUNING, url: proxy.url, concurrency: 3 })) as [Child];
  // With a job in hand a worker lets its blocked read only move the next one, and adopts that by name.
  const other = await scene.addOne({ hold: true });
  await worker.hear('started');
  const rule = proxy.rule((command) => mentions(command, ID), 'hold');
  await scene.addOne({ hold: true }, { jobId: ID });
  await worker.hear('started', ({ id }) => id === ID);
  expect(rule.count).toBe(1);
  expect(await rule.release()).toEqual([expect.arrayContaining(['ok'])]);
  for (const id of [ID, other]) scene.release(worker, id);
  await scene.drained();
  const { repeats } = await expectAccount(scene);
  expect([repeats, worker.all('stale')]).toEqual([0, []]);
});

test('a late report of a worker that was reaped since is refused, and the job stays what its heir made of it', async () => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  const [dead] = (await scene.startWorkers(1, { url: proxy.url })) as [Child];
  await scene.addOne({ hold: true, result: 1 }, { jobId: ID });
  await dead.hear('started');
  const rule = proxy.rule((command) => mentions(command, ID), 'hold');
  scene.release(dead, ID);
  await until(() => rule.count === 1);
  proxy.isolate();
  const [heir] = (await scene.startWorkers(1)) as [Child];
  await scene.kill(dead);
  await heir.hear('started');
  // Once while the heir runs it, and what the late one says is that it was done.
  expect(await rule.release()).toEqual([['fenced']]);
  expect((await scene.queue.counts()).active).toBe(1);
  scene.release(heir, ID);
  await scene.drained();
  const { runs } = await expectAccount(scene);
  expect(runs.get(ID)?.map(({ pid }) => pid)).toEqual([dead.pid, heir.pid]);
});

test('a late report that was sent again meanwhile is stale, also when the job has been added again since', async () => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  const [worker] = (await scene.startWorkers(1, { ...TUNING, url: proxy.url })) as [Child];
  await scene.addOne({ hold: true }, { jobId: ID });
  await worker.hear('started');
  const rule = proxy.rule((command) => mentions(command, ID), 'hold');
  scene.release(worker, ID);
  await scene.drained();
  await scene.queue.remove(ID);
  await scene.addOne({ hold: true }, { jobId: ID });
  await worker.hear('started', () => worker.all('started').length === 2);
  const [[outcome, , , , stale]] = (await rule.release()) as [unknown[]];
  expect([outcome, stale]).toEqual(['ok', [ID]]);
  expect((await scene.queue.counts()).active).toBe(1);
  scene.release(worker, ID);
  await worker.hear('completed', () => worker.all('completed').length === 2);
});

test('a late enqueue adds nothing twice, also when its job has completed since', async () => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  await using queue = new Queue(scene.queueName, { connection: proxy.url, deadline: '500ms' });
  await scene.addOne();
  const rule = proxy.rule(({ name }) => name === 'enqueue', 'hold');
  const error = (await queue.add('work', {}).catch((reason: unknown) => reason)) as { code: string; id: string };
  expect(error.code).toBe('ERR_ENQUEUE_TIMEOUT');
  expect((await queue.add('work', {}, { jobId: error.id })).created).toBe(true);
  scene.ledger.accepted.add(error.id);
  await scene.startWorkers(1);
  await scene.drained();
  expect(await rule.release()).toEqual([[expect.any(Number), [error.id], [], []]]);
  const { jobs, repeats } = await expectAccount(scene);
  expect([jobs, repeats]).toEqual([2, 0]);
});
