import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { LEASE_MS, Scene } from '../support/scene.js';

const SLOTS = 8;
const KILLS = 6;
const SWEEP_MS = LEASE_MS / 3;
/** A busy machine; a lost recovery would take for ever. */
const SLACK_MS = 3000;

test('workers that are killed under load lose no job, and repeat at most what they had in hand', async () => {
  await using scene = await Scene.open();
  const tuning = { concurrency: SLOTS, maxCrashes: 100 };
  await scene.startWorkers(3, tuning);
  await scene.add(1500, { ms: 4 });
  for (let kills = 0; kills < KILLS; kills++) {
    const before = await scene.ended();
    await until(async () => (await scene.ended()) >= before + 50);
    await scene.add(250, { ms: 4 });
    const victim = scene.workers.filter((worker) => worker.isRunning)[kills % 3];
    await scene.kill(victim as Child);
    scene.startWorker(tuning);
  }
  await scene.drained();
  const { jobs, repeats } = await expectAccount(scene);
  expect(jobs).toBe(1500 + KILLS * 250);
  expect(repeats).toBeGreaterThan(0);
  expect(repeats).toBeLessThanOrEqual(KILLS * SLOTS);
});

test('the youngest worker is recovered by those that were there before it, and nobody has to start for that', async () => {
  await using scene = await Scene.open();
  const elders = await scene.startWorkers(2, { concurrency: 1 });
  const [first] = await scene.add(2, { hold: true });
  await Promise.all(elders.map((elder) => elder.hear('started')));
  const [youngest] = (await scene.startWorkers(1, { concurrency: 1 })) as [Child];
  const orphan = await scene.addOne({ hold: true });
  await youngest.hear('started');
  await scene.kill(youngest);
  const killedAt = performance.now();
  const free = elders.find((elder) => elder.all('started').some(({ id }) => id === first)) as Child;
  scene.release(free, first as string);
  await free.hear('started', ({ id }) => id === orphan);
  expect(performance.now() - killedAt).toBeLessThan(LEASE_MS + 2 * SWEEP_MS + SLACK_MS);
  for (const elder of elders) for (const { id } of elder.all('started')) scene.release(elder, id as string);
  await scene.drained();
  const { runs } = await expectAccount(scene);
  expect(runs.get(orphan)).toHaveLength(2);
});
