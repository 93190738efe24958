import { expect, test } from 'vitest';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { brings, RedisProxy } from '../support/proxy.js';
import { Scene } from '../support/scene.js';

const STEP_MS = 100;
const SETTINGS = { every: STEP_MS, name: 'work', data: {}, misfire: 'all' } as const;

/** That each slot from the first on got its job, once, and ran once. */
async function expectEachOnce(scene: Scene, first: number): Promise<void> {
  await scene.queue.schedules.remove('tick');
  await until(async () => (await scene.ended()) === (await scene.redis.keys(scene.key('job:*'))).length);
  const ids = (await scene.redis.lrange(scene.key('completed'), 0, -1)).sort();
  expect(ids).toEqual(ids.map((_, i) => `tick:${first + i * STEP_MS}`));
}

const runs = async (scene: Scene): Promise<number> => (await scene.queue.schedules.get('tick'))?.runs ?? 0;

test('workers that are killed take no slot along and double none', async () => {
  await using scene = await Scene.open();
  await scene.startWorkers(2);
  const { next } = await scene.queue.schedules.upsert('tick', SETTINGS);
  for (let kills = 0; kills < 3; kills++) {
    const before = await runs(scene);
    await until(async () => (await runs(scene)) >= before + 5);
    await scene.kill(scene.workers.find((worker) => worker.isRunning) as Child);
    await scene.startWorkers(1);
  }
  await expectEachOnce(scene, next as number);
});

test.each(['lose reply', 'mute', 'cut'] as const)(
  'a tick that gets no answer (%s): the slot gets its job once',
  async (fate) => {
    await using scene = await Scene.open();
    await using proxy = await RedisProxy.open(scene.server);
    await scene.startWorkers(1, { lease: 4000, url: proxy.url });
    const lost = proxy.rule((command) => brings(command, 'schedule-tick'), fate, 1);
    const { next } = await scene.queue.schedules.upsert('tick', SETTINGS);
    await until(async () => (await runs(scene)) >= 10);
    expect(lost.count).toBe(1);
    await expectEachOnce(scene, next as number);
  },
);

test('a schedule that was set while a worker was cut off is found when it is back', async () => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  // A sweep is far: only the new subscription can tell.
  await scene.startWorkers(1, { lease: '60s', url: proxy.url });
  proxy.cut();
  const { next } = await scene.queue.schedules.upsert('tick', SETTINGS);
  await until(async () => (await runs(scene)) >= 3);
  await expectEachOnce(scene, next as number);
});
