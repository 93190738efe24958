import { startRedis } from '@longshore/embedded-redis';
import { expect, test, vi } from 'vitest';
import { expectAccount } from '../support/account.js';
import { WorkScene } from '../support/work-scene.js';

// Processes take seconds to start where much else runs.
vi.setConfig({ testTimeout: 180_000 });

test('Redis may be absent at the start: it is said, and work begins when it is there', async () => {
  await using work = await WorkScene.open({ persistence: 'always' });
  const { scene } = work;
  await scene.add(50);
  await scene.server.kill();
  const longshore = work.launch({ args: ['--processes', '2'] });
  await longshore.said(/ERR_REDIS_UNAVAILABLE/);
  await scene.server.restart();
  await work.drained(90_000);
  const { jobs, repeats } = await expectAccount(scene);
  expect({ jobs, repeats }).toEqual({ jobs: 50, repeats: 0 });
});

test('TERM ends it in time while Redis is absent', async () => {
  await using work = await WorkScene.open({ persistence: 'always' });
  await work.scene.server.kill();
  const longshore = work.launch({ args: ['--shutdown-timeout', '1s'] });
  await longshore.said(/ERR_REDIS_UNAVAILABLE/);
  longshore.signal('SIGTERM');
  expect(await longshore.exited).toEqual({ code: 0, signal: null });
  await work.scene.server.restart();
});

test('Redis lost under load: the processes live, and every job is accounted for', async () => {
  await using work = await WorkScene.open({ persistence: 'always' });
  const { scene } = work;
  const longshore = await work.launched({ args: ['--processes', '2', '--concurrency', '4'] });
  const before = work.alive();
  await scene.add(400, { ms: 5 });
  await scene.server.kill();
  await longshore.said(/ERR_REDIS_UNAVAILABLE/);
  await scene.server.restart();
  await work.drained(90_000);
  expect(work.alive().sort()).toEqual(before.sort());
  const { jobs } = await expectAccount(scene);
  expect(jobs).toBe(400);
});

test('a password that Redis refuses is said at once, and is in no line', async () => {
  await using server = await startRedis({ persistence: 'none', password: 'right' });
  await using work = await WorkScene.open();
  const longshore = work.launch({ url: server.url.replace('right', 'planted-secret') });
  expect(await longshore.exited).toEqual({ code: 1, signal: null });
  expect(longshore.output).toContain('ERR_REDIS_AUTH');
  expect(longshore.output).not.toContain('planted-secret');
});
