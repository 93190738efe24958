import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { Scene } from '../support/scene.js';

/** Longer than elsewhere: a machine that is too busy to beat in time is no clock that jumps. */
const LEASE_MS = 3000;
const HOUR_MS = 3_600_000;
const SLACK_MS = 4000;

/** To leases, a clock of the server that jumps forward is the same as leases that all ended in the past, and the other way round. */
async function shiftLeases(scene: Scene, ms: number): Promise<void> {
  const leases = scene.key('leases');
  const wids = await scene.redis.zrange(leases, '0', '-1');
  await Promise.all(wids.map((wid) => scene.redis.zincrby(leases, ms, wid)));
}

test.each([
  ['forward', -HOUR_MS],
  ['back', HOUR_MS],
])('the clock of the server jumps an hour %s: nobody who lives is reaped', async (_where, ms) => {
  await using scene = await Scene.open();
  const workers = await scene.startWorkers(2, { count: 4, concurrency: 1, lease: LEASE_MS });
  await scene.add(8, { ms: 2 * LEASE_MS });
  await until(() => workers.flatMap((worker) => worker.all('started')).length === 8);
  for (let jump = 0; jump < 3; jump++) {
    await shiftLeases(scene, ms);
    const since = performance.now();
    await until(() => performance.now() - since > LEASE_MS / 2);
  }
  await scene.drained();
  const { repeats } = await expectAccount(scene);
  expect(repeats).toBe(0);
  expect(workers.flatMap((worker) => [...worker.all('lost'), ...worker.all('recovered')])).toEqual([]);
});

test('a worker that died before the clock jumped back is recovered, and not in an hour', async () => {
  await using scene = await Scene.open();
  const [dead] = (await scene.startWorkers(1, { lease: LEASE_MS })) as [Child];
  const id = await scene.addOne({ hold: true });
  await dead.hear('started');
  const [heir] = (await scene.startWorkers(1, { lease: LEASE_MS })) as [Child];
  await scene.kill(dead);
  await shiftLeases(scene, HOUR_MS);
  const since = performance.now();
  await heir.hear('started');
  expect(performance.now() - since).toBeLessThan(2 * LEASE_MS + SLACK_MS);
  scene.release(heir, id);
  await scene.drained();
  await expectAccount(scene);
});
