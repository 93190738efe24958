import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { mentions, RedisProxy } from '../support/proxy.js';
import { Scene } from '../support/scene.js';

const TURNS = 200;

/** How many jobs dead and departed workers hold. */
async function buried(scene: Scene): Promise<number> {
  const graves = await scene.redis.zrange(scene.key('graves'), '0', '-1');
  const sizes = graves.map(async (wid) => {
    return (await scene.redis.llen(scene.key(`pending:${wid}`))) + (await scene.redis.hlen(scene.key(`active:${wid}`)));
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

test('hundreds of workers that open and close while jobs flow lose none, and repeat none', async () => {
  await using scene = await Scene.open();
  await scene.startWorkers(1, { concurrency: 2 });
  const revolving = [0, 1].map(() => scene.startWorker({ program: 'revolving-worker', concurrency: 4 }));
  const turns = () => revolving.reduce((sum, worker) => sum + worker.all('turned').length, 0);
  while (turns() < TURNS) {
    await scene.add(20, { ms: 2 });
    await until(async () => (await scene.queue.counts()).waiting < 5);
  }
  for (const worker of revolving) worker.say({ say: 'close' });
  // The last ones may wait for a job before they close.
  while (revolving.some((worker) => worker.isRunning)) {
    await scene.add(10, { ms: 2 });
    await scene.drained();
  }
  await scene.drained();
  await until(async () => (await buried(scene)) === 0);
  const { repeats } = await expectAccount(scene);
  expect(repeats).toBe(0);
  // Whoever leaves is not a crash.
  expect(await scene.redis.hget(scene.key('stats'), 'recovered')).toBeNull();
});

test('closing lets running jobs end, and hands back what does not end by the deadline', async () => {
  await using scene = await Scene.open();
  const [worker] = (await scene.startWorkers(1)) as [Child];
  const quick = await scene.addOne({ ms: 300 });
  const heeding = await scene.addOne({ heed: true });
  const stubborn = await scene.addOne({ hold: true });
  await until(() => worker.all('started').length === 3);
  await scene.close(worker, { deadline: '2s' });
  // They are there at once, not when a lease has ended, and neither an attempt nor a crash was counted for it.
  expect(await scene.queue.counts()).toMatchObject({ completed: 1, waiting: 2, active: 0 });
  expect(await scene.redis.exists(scene.key('tries'), scene.key('workers'), scene.key('leases'))).toBe(0);
  const [heir] = (await scene.startWorkers(1)) as [Child];
  await until(() => heir.all('started').length === 2);
  scene.release(heir, stubborn);
  await scene.close(heir, { deadline: '1s' });
  expect(await scene.queue.counts()).toMatchObject({ completed: 2, waiting: 1, active: 0, failed: 0 });
  const runs = scene.ledger.runs();
  expect(runs.get(quick)?.map(({ how }) => how)).toEqual(['done']);
  expect(runs.get(stubborn)?.map(({ how }) => how)).toEqual([undefined, 'done']);
  expect(runs.get(heeding)?.map(({ how }) => how)).toEqual(['shutdown', 'shutdown']);
});

const LOST = [
  ['never arrives', 'cut'],
  ['arrives, and its reply is lost', 'lose reply'],
  ['arrives, and nothing is heard of it', 'mute'],
] as const;

test.each(LOST)('a report that %s while its worker closes is settled once', async (_name, fate) => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  const [worker] = (await scene.startWorkers(1, { url: proxy.url })) as [Child];
  const id = await scene.addOne({ hold: true });
  await worker.hear('started');
  const rule = proxy.rule((command) => mentions(command, id), fate);
  worker.say({ say: 'close', close: { deadline: '8s' } });
  scene.release(worker, id);
  await worker.hear('closed');
  expect(rule.count).toBe(1);
  const { runs, ends } = await expectAccount(scene);
  expect(ends.get(id)?.state).toBe('completed');
  expect(runs.get(id)).toHaveLength(1);
  expect(worker.all('stale')).toEqual([]);
  expect(worker.all('completed')).toHaveLength(1);
});
