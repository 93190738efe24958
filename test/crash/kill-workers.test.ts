import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import { until } from '../support/processes.js';
import { Scene } from '../support/scene.js';

const SLOTS = 8;
const KILLS = 6;

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
    if (victim) await scene.kill(victim);
    scene.startWorker(tuning);
  }
  await scene.drained();
  const { jobs, repeats } = await expectAccount(scene);
  expect(jobs).toBe(1500 + KILLS * 250);
  expect(repeats).toBeGreaterThan(0);
  expect(repeats).toBeLessThanOrEqual(KILLS * SLOTS);
});

test('the youngest worker is recovered by those that were there before it, while they work', async () => {
  await using scene = await Scene.open();
  const elders = await scene.startWorkers(2, { concurrency: 1 });
  const held = await scene.add(2, { hold: true });
  await Promise.all(elders.map((elder) => elder.hear('started')));
  const [youngest] = await scene.startWorkers(1, { concurrency: 1 });
  const orphan = await scene.addOne({ ms: 1 });
  void held;
  void youngest;
  void orphan;
});
