// What `longshore work` makes of orders that come from elsewhere, by Redis, to one of its processes.
import { orderProcess, type ProcessOrder } from '@longshore/core';
import { expect, test, vi } from 'vitest';
import { HealthLink } from '../support/health-link.js';
import { until as within } from '../support/processes.js';
import { WorkScene } from '../support/work-scene.js';

// Processes take seconds to start where much else runs.
vi.setConfig({ testTimeout: 180_000 });
const until = (condition: () => boolean | Promise<boolean>) => within(condition, 60_000);

/** Given again until it is heard: a worker that has just started may not follow its channel yet. */
async function order({ scene }: WorkScene, pid: number, word: ProcessOrder, isHeeded: () => Promise<boolean>) {
  const worker = (await scene.queue.workers()).find((one) => one.pid === pid);
  const ordered = { process: worker?.process ?? '', order: word };
  await until(async () => {
    await orderProcess({ connection: scene.server.url }, ordered).catch(({ code }) => {
      // It has left already.
      if (code !== 'ERR_WORKER_MISSING') throw new Error(code);
    });
    return await isHeeded();
  });
}

test('a process that is stopped drains and is not replaced, a quiet one stays; with the last one all ends', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const args = ['--processes', '2', '--concurrency', '1', '--max-jobs', '2', '--health-port', '0'];
  const longshore = await work.launched({ args });
  const health = await HealthLink.to(longshore);
  const [one, other] = work.alive() as [number, number];
  const state = async (pid: number) => (await scene.queue.workers()).find((worker) => worker.pid === pid)?.state;
  const first = await scene.add(2, { ms: 1500 });
  await until(async () => (await scene.queue.counts()).active === 2);

  await order(work, one, 'stop', async () => (await state(one)) !== 'alive');
  await longshore.said(/is stopped by order, and not replaced/);
  await until(() => work.alive().length === 1);
  expect(work.alive()).toEqual([other]);
  await work.drained(60_000);
  // As many as there should be, now.
  await health.until(({ code, reasons, processes }) => code === 200 && reasons.length === 0 && processes.length === 1);

  const second = await scene.queue.add('work', { heed: true });
  await until(async () => (await second.state()) === 'active');
  await order(work, other, 'quiet', async () => (await state(other)) === 'quiet');
  await health.until(({ code, processes: [last] }) => code === 503 && last?.state === 'quiet' && last.running === 1);
  await scene.queue.cancel(second.id);
  // It has run as many jobs as it may, and has asked to be replaced when it says that nothing runs.
  await health.until(({ processes: [last] }) => last?.running === 0);
  const left = await scene.queue.add('work', {});

  await order(work, other, 'stop', async () => !longshore.isRunning);
  expect(await longshore.exited).toEqual({ code: 0, signal: null });
  expect(longshore.output).toContain('the last process is stopped by order: ending');
  expect(longshore.output).not.toMatch(/another takes its place|died|did not leave/);
  expect(work.processes().sort()).toEqual([one, other].sort());
  expect(scene.ledger.runs().size).toBe(first.length + 1);
  expect(scene.ledger.problems()).toEqual([]);
  expect(await left.state()).toBe('waiting');
});

test('it stops within its own time, and what cannot finish goes back with no attempt spent', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const longshore = await work.launched({ args: ['--shutdown-timeout', '500ms'] });
  const job = await scene.queue.add('work', { heed: true });
  await until(async () => (await job.state()) === 'active');
  const [pid] = work.alive() as [number];
  await order(work, pid, 'stop', async () => !longshore.isRunning);
  expect(await longshore.exited).toEqual({ code: 0, signal: null });
  expect(await scene.queue.get(job.id)).toMatchObject({ state: 'waiting', attempts: 0 });
  work.processes();
  const runs = scene.ledger.runs().get(job.id);
  expect(runs?.map(({ how }) => how)).toEqual(['shutdown']);
});
