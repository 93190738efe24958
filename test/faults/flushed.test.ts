import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { LEASE_MS, Scene } from '../support/scene.js';

const ROUNDS = 30;
const PERIOD_MS = 100;

test('SCRIPT FLUSH ten times a second under load: nothing is lost and nothing runs twice', async () => {
  await using scene = await Scene.open();
  const workers = await scene.startWorkers(2, { concurrency: 5 });
  const producer = scene.startProducer({ everyMs: 10, batch: 4, data: { ms: 2 } });
  for (let round = 0; round < ROUNDS; round++) {
    await scene.redis.script('FLUSH');
    const since = performance.now();
    await until(() => performance.now() - since > PERIOD_MS);
  }
  producer.say({ say: 'stop' });
  await producer.hear('closed');
  scene.ledger.readProducer(producer.log);
  await scene.drained();
  const { jobs, repeats } = await expectAccount(scene);
  expect(jobs).toBeGreaterThan(ROUNDS);
  expect([repeats, scene.ledger.doubtful.size]).toEqual([0, 0]);
  expect(workers.flatMap((worker) => worker.all('error'))).toEqual([]);
});

test('FLUSHALL under a running worker: it forgets what it had, enters anew, and runs what comes', async () => {
  await using scene = await Scene.open();
  const [worker] = (await scene.startWorkers(1)) as [Child];
  const gone = await scene.addOne({ hold: true });
  await worker.hear('started');
  const [before] = await scene.redis.hkeys(scene.key('workers'));
  await scene.redis.flushall();
  scene.ledger.accepted.clear();
  scene.ledger.doubtful.add(gone);
  await worker.hear('lost', ({ worker: wid }) => wid === before);
  await until(async () => (await scene.redis.hlen(scene.key('workers'))) === 1);
  // What the handler of a job that is gone returns is written nowhere.
  scene.release(worker, gone);
  await scene.add(20, { ms: 1 });
  await scene.drained();
  const { jobs } = await expectAccount(scene);
  expect(jobs).toBe(20);
  expect(await scene.redis.exists(scene.key(`end:${gone}`), scene.key(`job:${gone}`))).toBe(0);
  expect(await scene.redis.hkeys(scene.key('workers'))).not.toContain(before);
});

test('a lease that is deleted: its worker is told, what it had goes back without a crash, and it comes back', async () => {
  await using scene = await Scene.open();
  const workers = await scene.startWorkers(2, { concurrency: 1 });
  const id = await scene.addOne({ hold: true });
  await until(() => workers.some((worker) => worker.all('started').length > 0));
  const [wid] = await activeWorkers(scene);
  await scene.redis.zrem(scene.key('leases'), wid as string);
  const loser = workers.find((worker) => worker.all('started').length > 0) as Child;
  await loser.hear('lost');
  await until(() => workers.flatMap((worker) => worker.all('started')).length === 2);
  for (const worker of workers) scene.release(worker, id);
  await scene.drained();
  await until(async () => (await scene.redis.zcard(scene.key('leases'))) === 2);
  const { repeats } = await expectAccount(scene);
  expect(repeats).toBe(1);
  expect(await scene.redis.exists(scene.key('tries'))).toBe(0);
});

test('a dead worker whose lease is gone is found by its registration', async () => {
  await using scene = await Scene.open();
  const [dead] = (await scene.startWorkers(1)) as [Child];
  const id = await scene.addOne({ hold: true });
  await dead.hear('started');
  const [wid] = await activeWorkers(scene);
  await scene.kill(dead);
  await scene.redis.zrem(scene.key('leases'), wid as string);
  const [heir] = (await scene.startWorkers(1)) as [Child];
  await heir.hear('started');
  scene.release(heir, id);
  await scene.drained();
  const { runs } = await expectAccount(scene);
  expect(runs.get(id)).toHaveLength(2);
});

/** The workers that hold claims. */
async function activeWorkers(scene: Scene): Promise<string[]> {
  const prefix = scene.key('active:');
  return (await scene.redis.keys(`${prefix}*`)).map((key) => key.slice(prefix.length));
}

test('all leases deleted under ten live workers: each comes back, and no job counts a crash', async () => {
  await using scene = await Scene.open();
  const workers = await scene.startWorkers(2, { count: 5, concurrency: 2 });
  await scene.add(400, { ms: 20 });
  await until(async () => (await scene.ended()) > 50);
  const before = await scene.redis.hkeys(scene.key('workers'));
  expect(before).toHaveLength(10);
  await scene.redis.del(scene.key('leases'));
  await until(async () => (await scene.redis.zcard(scene.key('leases'))) === 10);
  expect((await scene.redis.hkeys(scene.key('workers'))).filter((wid) => before.includes(wid))).toEqual([]);
  await scene.add(100, { ms: 1 });
  await scene.drained();
  // Longer than a lease: whoever could be reaped by mistake would be now.
  const since = performance.now();
  await until(() => performance.now() - since > LEASE_MS + 500);
  const { repeats } = await expectAccount(scene);
  // At most what the ten were running, and what they had finished and not yet reported.
  expect(repeats).toBeLessThanOrEqual(2 * 10 * 2);
  expect(workers.flatMap((worker) => worker.all('recovered'))).toEqual([]);
  expect(await scene.redis.hget(scene.key('stats'), 'recovered')).toBeNull();
  expect(await scene.redis.zcard(scene.key('leases'))).toBe(10);
});
