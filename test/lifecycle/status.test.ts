import { Worker } from '@longshore/core';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { startServer } from '../support/servers.js';
import { gate, holdingWorker, test, thrownBy } from '../support/worker-bed.js';

const age = (worker: Worker): number => worker.status().queues[0]?.lastTakeAgeMs ?? Number.NaN;

/** Waits until Redis has answered again: the age grows by itself, and falls only then. */
async function answered(worker: Worker): Promise<void> {
  let before = age(worker);
  await until(() => {
    const now = age(worker);
    const fell = now < before;
    before = now;
    return fell;
  }, 20_000);
}

test('tells its state, its queues and what it has done', async ({ bed }) => {
  const names = [bed.queueName, `${bed.queueName}-b`];
  const finish = gate();
  const run = async ({ name }: { name: string }) => {
    if (name === 'hold') await finish.opened;
    if (name === 'bad') throw new Error('no');
  };
  const queues = names.map((queue) => ({ queue, handlers: run }));
  const worker = bed.own(new Worker(queues, { ...bed.common, autorun: false }));
  const nothing = { running: 0, leaked: 0, finished: 0, lagMs: 0 };
  const unregistered = names.map((name) => ({ name, registered: false, lastTakeAgeMs: undefined }));
  expect(worker.status()).toEqual({ state: 'starting', ...nothing, queues: unregistered });
  worker.run();
  expect(worker.status().state).toBe('starting');
  await worker.ready();
  const registered = names.map((name) => ({ name, registered: true, lastTakeAgeMs: expect.any(Number) }));
  expect(worker.status()).toMatchObject({ state: 'running', running: 0, finished: 0, queues: registered });
  await Promise.allSettled([
    ...['good', 'bad'].map(async (name) => (await bed.queue.add(name, null)).result({ timeout: '10s' })),
  ]);
  const held = await bed.queueNamed(names[1] as string).add('hold', null);
  await until(() => worker.status().running === 1);
  expect(worker.status()).toMatchObject({ state: 'running', running: 1, finished: 2 });
  const closing = worker.close();
  expect(worker.status().state).toBe('closing');
  finish.open();
  await closing;
  expect(worker.status()).toEqual({
    state: 'closed',
    ...nothing,
    finished: 3,
    queues: names.map((name) => ({ name, registered: false, lastTakeAgeMs: expect.any(Number) })),
  });
  expect(await held.state()).toBe('completed');
});

test('a run that was given up counts once, and its slot as leaked until its handler ends', async ({ bed }) => {
  const finish = gate();
  const worker = bed.worker({ slow: { run: () => finish.opened, timeout: 20, grace: 20 } });
  const job = await bed.queue.add('slow', null);
  expect(await thrownBy(job.result({ timeout: '10s' }))).toMatchObject({ code: 'ERR_JOB_FAILED' });
  expect(worker.status()).toMatchObject({ running: 1, leaked: 1, finished: 1 });
  finish.open();
  await until(() => worker.status().leaked === 0);
  expect(worker.status()).toMatchObject({ running: 0, finished: 1 });
});

test('hears from Redis while it waits, while its slots are full, while the queue is paused, and while it is quiet', async ({
  bed,
}) => {
  const { worker, ran, open } = holdingWorker(bed);
  await worker.ready();
  await answered(worker);
  await bed.queue.add('hold', null);
  await until(() => ran.length === 1);
  await answered(worker);
  open();
  await bed.queue.pause();
  await until(() => worker.status().running === 0);
  await answered(worker);
  worker.quiet();
  await answered(worker);
});

test('hears nothing while Redis is away, though it is registered as far as it knows', async ({ bed }) => {
  await using server = await startServer();
  const worker = bed.worker(() => null, { connection: server.url });
  await worker.ready();
  await server.stop();
  const from = age(worker);
  await until(() => age(worker) > from + 3000);
  expect(worker.status()).toMatchObject({ state: 'running', queues: [{ registered: true }] });
});

test('the lag of the event loop is told, here and to others', async ({ bed }) => {
  const worker = bed.worker(
    () => {
      const end = performance.now() + 700;
      while (performance.now() < end);
    },
    { lease: '1s', beat: '100ms' },
  );
  await worker.ready();
  const lag = async () => (await bed.queue.workers())[0]?.lag;
  await until(async () => (await lag()) !== undefined);
  const job = await bed.queue.add('hog', null);
  await job.result({ timeout: '10s' });
  // The loop stood still for 700 ms, and a tick was due after 200 at the latest.
  expect(worker.status().lagMs).toBeGreaterThanOrEqual(400);
  await until(() => bed.queue.workers().then(([it]) => (it?.lag ?? 0) < 400));
  expect(Number.isInteger(await lag())).toBe(true);
});
