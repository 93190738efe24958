import { type Job, JobAbortedError } from '@longshore/core';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { gate, test } from '../support/worker-bed.js';

test('a handler that does not end loses its job to another worker, without an attempt', async ({ bed }) => {
  const stuck = gate();
  const running = gate();
  const stale: unknown[] = [];
  const first = bed.worker(async () => {
    running.open();
    await stuck.opened;
    return 'too late';
  });
  first.on('stale', (error) => stale.push(error));
  const job = await bed.queue.add('work', { n: 1 }, { attempts: 1 });
  await running.opened;
  await first.close({ deadline: '300ms' });
  expect(await job.state()).toBe('waiting');
  const attempts: number[] = [];
  bed.worker((run: Job) => {
    attempts.push(run.attempt);
    return 'in time';
  });
  expect(await job.result({ timeout: '5s' })).toBe('in time');
  stuck.open();
  await until(() => first.running === 0);
  expect(await job.result({ timeout: '5s' })).toBe('in time');
  expect(attempts).toEqual([1]);
});

test('job.signal is aborted with the reason shutdown before the deadline, and a handler that heeds it hands back', async ({
  bed,
}) => {
  const running = gate();
  const reasons: unknown[] = [];
  const events: string[] = [];
  const worker = bed.worker(async (job: Job) => {
    const aborted = new Promise((_resolve, reject) => {
      job.signal.addEventListener('abort', () => {
        reasons.push(job.signal.reason);
        reject(job.signal.reason);
      });
    });
    running.open();
    await aborted;
  });
  for (const event of ['failed', 'retrying', 'completed'] as const) worker.on(event, () => events.push(event));
  const job = await bed.queue.add('work', null);
  await running.opened;
  await worker.close({ deadline: '500ms' });
  expect(reasons).toEqual([expect.any(JobAbortedError)]);
  expect(reasons[0]).toMatchObject({ reason: 'shutdown', code: 'ERR_JOB_ABORTED', id: job.id });
  expect(await job.state()).toBe('waiting');
  expect(events).toEqual([]);
  expect(await bed.redis.exists(bed.key('tries'))).toBe(0);
});

test('a signal that is first asked for after the abort is aborted', async ({ bed }) => {
  const running = gate();
  const goOn = gate();
  let seen: unknown;
  const worker = bed.worker(async (job: Job) => {
    running.open();
    await goOn.opened;
    seen = job.signal.reason;
  });
  const job = await bed.queue.add('work', null);
  await running.opened;
  const closing = worker.close({ deadline: '300ms' });
  await closing;
  goOn.open();
  await until(() => seen !== undefined);
  expect(seen).toMatchObject({ reason: 'shutdown' });
  expect(await job.state()).toBe('waiting');
});

test('a handler that finishes in spite of the abort has its result taken', async ({ bed }) => {
  const running = gate();
  const worker = bed.worker(async (job: Job) => {
    const aborted = new Promise((resolve) => job.signal.addEventListener('abort', resolve));
    running.open();
    await aborted;
    return 'finished';
  });
  const job = await bed.queue.add('work', null);
  await running.opened;
  await worker.close({ deadline: '1s' });
  expect(await job.result({ timeout: '5s' })).toBe('finished');
});

test('jobs handed back at close keep their place before those that wait behind them', async ({ bed }) => {
  const stuck = gate();
  const order: number[] = [];
  const first = bed.worker(() => stuck.opened, { concurrency: 1 });
  await bed.queue.addBulk(Array.from({ length: 5 }, (_, n) => ({ name: 'work', data: { n } })));
  await until(() => first.running === 1);
  await first.close({ deadline: '200ms' });
  stuck.open();
  bed.worker(
    (job: Job) => {
      order.push(job.data.n);
    },
    { concurrency: 1 },
  );
  await until(() => order.length === 5);
  expect(order).toEqual([0, 1, 2, 3, 4]);
});
