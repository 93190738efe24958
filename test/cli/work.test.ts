import { expect, test, vi } from 'vitest';
import { expectAccount } from '../support/account.js';
import { until as within } from '../support/processes.js';
import { WorkScene } from '../support/work-scene.js';

// Processes take seconds to start where much else runs.
vi.setConfig({ testTimeout: 180_000 });
const until = (condition: () => boolean | Promise<boolean>) => within(condition, 60_000);

test('several processes share the work; TERM lets them finish, and the exit code is 0', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const longshore = await work.launched({ args: ['--processes', '2', '--concurrency', '4'] });
  expect(work.alive()).toHaveLength(2);
  await scene.add(200, { ms: 5 });
  await until(async () => (await scene.ended()) >= 20);
  longshore.signal('SIGTERM');
  expect(await longshore.exited).toEqual({ code: 0, signal: null });
  expect(work.alive()).toEqual([]);
  // What it left alone is there for others, and nobody has to be waited for.
  expect(await scene.queue.workers()).toEqual([]);
  expect((await scene.queue.counts()).active).toBe(0);
  await using second = await work.launched();
  await work.drained(90_000);
  const { jobs, repeats } = await expectAccount(scene);
  expect({ jobs, repeats }).toEqual({ jobs: 200, repeats: 0 });
  expect(second.isRunning).toBe(true);
});

test('TERM hands back what cannot finish in time, with no attempt spent', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const longshore = await work.launched({ args: ['--shutdown-timeout', '500ms'] });
  const id = await scene.addOne({ heed: true });
  await until(async () => (await scene.queue.counts()).active === 1);
  longshore.signal('SIGTERM');
  expect(await longshore.exited).toEqual({ code: 0, signal: null });
  work.processes();
  const job = await scene.queue.get(id);
  expect(job).toMatchObject({ state: 'waiting', attempts: 0 });
  expect(
    scene.ledger
      .runs()
      .get(id)
      ?.map(({ how }) => how),
  ).toEqual(['shutdown']);
});

test('a second TERM ends it at once', async () => {
  await using work = await WorkScene.open();
  const longshore = await work.launched();
  await work.scene.addOne({ ms: 60_000 });
  await until(async () => (await work.scene.queue.counts()).active === 1);
  longshore.signal('SIGTERM');
  await longshore.said(/SIGTERM: taking nothing new/);
  // Only after a moment: a terminal's Ctrl-C may come twice.
  await until(() => {
    longshore.signal('SIGTERM');
    return !longshore.isRunning;
  });
  expect(await longshore.exited).toEqual({ code: 143, signal: null });
  await until(() => work.alive().length === 0);
});

test("a terminal's Ctrl-C reaches the supervisor and its processes, and counts once", async () => {
  await using work = await WorkScene.open();
  const longshore = await work.launched({ args: ['--processes', '2'], isGroup: true });
  const ids = await work.scene.add(8, { ms: 400 });
  await until(async () => (await work.scene.queue.counts()).active === ids.length);
  longshore.signalGroup('SIGINT');
  longshore.signal('SIGINT');
  expect(await longshore.exited).toEqual({ code: 0, signal: null });
  work.processes();
  const { jobs, repeats } = await expectAccount(work.scene);
  expect({ jobs, repeats }).toEqual({ jobs: 8, repeats: 0 });
});

test('TSTP quiets all processes: what runs goes on, nothing new is taken', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const longshore = await work.launched({ args: ['--processes', '2'] });
  const running = await scene.addOne({ ms: 500 });
  await until(async () => (await scene.queue.counts()).active === 1);
  longshore.signal('SIGTSTP');
  await until(async () => (await scene.queue.workers()).every(({ state }) => state === 'quiet'));
  await scene.add(5);
  await until(async () => (await scene.queue.get(running))?.state === 'completed');
  expect((await scene.queue.counts()).waiting).toBe(5);
  expect(await scene.queue.workers()).toHaveLength(2);
  // One that dies now is not replaced: it would have nothing to do.
  const [victim, survivor] = work.alive() as [number, number];
  process.kill(victim, 'SIGKILL');
  await longshore.said(/ended: SIGKILL/);
  expect(work.alive()).toEqual([survivor]);
  longshore.signal('SIGTERM');
  expect(await longshore.exited).toEqual({ code: 0, signal: null });
});

test('burst ends when nothing waits and nothing runs, and says what is left', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  await scene.add(300, { ms: 2 });
  await scene.queue.add('work', {}, { delay: '1h' });
  const longshore = work.launch({ args: ['--burst', '--processes', '2'] });
  expect(await longshore.exited).toEqual({ code: 0, signal: null });
  expect(longshore.output).toContain('left: 1 delayed');
  work.processes();
  expect(await scene.ended()).toBe(300);
  expect(scene.ledger.problems()).toEqual([]);
});

test('burst on an empty queue ends at once, and does not wait for a queue that is paused', async () => {
  await using work = await WorkScene.open();
  await work.scene.add(3);
  await work.scene.queue.pause();
  const longshore = work.launch({ args: ['--burst'] });
  expect(await longshore.exited).toEqual({ code: 0, signal: null });
  expect(longshore.output).toContain('left: 3 paused');
});
