import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { LEASE_MS, Scene } from '../support/scene.js';

async function setMemory(scene: Scene, bytes: number): Promise<void> {
  await scene.redis.config('SET', 'maxmemory', String(bytes));
}

test('at maxmemory workers go on, adding is refused with a code, and all is well when there is room again', async () => {
  await using scene = await Scene.open();
  const [worker] = (await scene.startWorkers(1, { concurrency: 4 })) as [Child];
  const retried = await scene.add(20, { ms: 20, failures: 1 }, { attempts: 2, backoff: '1s' });
  await scene.add(400, { ms: 20 });
  // Less than what is in use already.
  await setMemory(scene, 1);
  await expect(scene.queue.add('work', {}, { jobId: 'refused' })).rejects.toMatchObject({ code: 'ERR_REDIS_MEMORY' });
  await expect(scene.queue.addBulk([{ name: 'work', data: {} }])).rejects.toMatchObject({ code: 'ERR_REDIS_MEMORY' });
  await scene.drained();
  // Now it is idle, and its leases and registrations go on all the same.
  const since = performance.now();
  await until(() => performance.now() - since > 2 * LEASE_MS);
  const [late] = (await scene.startWorkers(1)) as [Child];
  expect(await scene.redis.zcard(scene.key('leases'))).toBe(2);
  await scene.kill(late);
  expect(await scene.redis.exists(scene.key('job:refused'))).toBe(0);
  await setMemory(scene, 0);
  await scene.add(20, { ms: 1 });
  await scene.drained();
  const { jobs, runs } = await expectAccount(scene);
  expect(jobs).toBe(440);
  for (const id of retried) expect(runs.get(id)?.map(({ how }) => how)).toEqual(['failed', 'done']);
  expect(worker.all('lost')).toEqual([]);
});

test('a worker that dies at maxmemory is recovered', async () => {
  await using scene = await Scene.open();
  const [dead] = (await scene.startWorkers(1)) as [Child];
  const id = await scene.addOne({ hold: true });
  await dead.hear('started');
  await setMemory(scene, 1);
  const [heir] = (await scene.startWorkers(1)) as [Child];
  await scene.kill(dead);
  await heir.hear('started');
  scene.release(heir, id);
  await scene.drained();
  const { runs } = await expectAccount(scene);
  expect(runs.get(id)).toHaveLength(2);
});
