import type { AddOptions, Job } from '@longshore/core';
import { expect } from 'vitest';
import { aborted } from '../support/aborted.js';
import { until } from '../support/processes.js';
import { gate, test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

const WAIT = { timeout: '10s' } as const;

/** A job that has begun, with the reasons that its signal has told. */
async function begun(bed: WorkerBed, options: AddOptions, obeys: boolean) {
  const reasons: string[] = [];
  const running = gate();
  const stuck = gate();
  const worker = bed.worker({
    work: {
      grace: 20,
      run: async (job: Job) => {
        job.signal.addEventListener('abort', () => reasons.push(job.signal.reason.reason));
        running.open();
        await (obeys ? aborted(job) : stuck.opened);
      },
    },
  });
  const job = await bed.queue.add('work', null, options);
  await running.opened;
  return { worker, job, reasons, end: stuck.open };
}

test('a job that is cancelled and heeds that is cancelled, whatever its timeout', async ({ bed }) => {
  const { job, reasons } = await begun(bed, { timeout: '1m' }, true);
  await job.cancel();
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ code: 'ERR_JOB_CANCELLED' });
  expect(reasons).toEqual(['cancelled']);
});

test('a job that is cancelled and heeds nothing is cancelled after its timeout and grace', async ({ bed }) => {
  const { worker, job, reasons, end } = await begun(bed, { timeout: 300 }, false);
  await job.cancel();
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ code: 'ERR_JOB_CANCELLED' });
  expect([reasons, worker.leaked]).toEqual([['cancelled'], 1]);
  end();
});

test('a job that is cancelled within its grace is cancelled, and its signal keeps the first reason', async ({
  bed,
}) => {
  const reasons: string[] = [];
  const told = gate();
  const goOn = gate();
  bed.worker(async (job: Job) => {
    await aborted(job).catch((reason) => reasons.push(reason.reason));
    told.open();
    await goOn.opened;
    reasons.push(job.signal.reason.reason);
    throw job.signal.reason;
  });
  const job = await bed.queue.add('work', null, { timeout: 20, attempts: 3 });
  await told.opened;
  await job.cancel();
  goOn.open();
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ code: 'ERR_JOB_CANCELLED' });
  expect(reasons).toEqual(['timeout', 'timeout']);
});

test('a shutdown before the timeout hands back', async ({ bed }) => {
  const { worker, job, reasons } = await begun(bed, { timeout: '1m' }, true);
  await worker.close({ deadline: '500ms' });
  expect([reasons, await job.state()]).toEqual([['shutdown'], 'waiting']);
});

test('ends about when timeouts and graces do: each job has one end, and no slot stays taken', async ({ bed }) => {
  const ends: string[] = [];
  const worker = bed.worker(
    {
      work: {
        timeout: 20,
        grace: 20,
        run: async (job: Job) => {
          await new Promise((resolve) => setTimeout(resolve, job.data.ms));
          return job.data.ms;
        },
      },
    },
    { concurrency: 20 },
  );
  for (const event of ['completed', 'failed', 'stale'] as const) worker.on(event, () => ends.push(event));
  const jobs = await bed.queue.addBulk(Array.from({ length: 300 }, (_, n) => ({ name: 'work', data: { ms: n % 60 } })));
  const results = await Promise.allSettled(jobs.map((job) => job.result({ timeout: '30s' })));
  await until(() => worker.running === 0);
  const count = (status: string) => results.filter((result) => result.status === status).length;
  expect(worker.leaked).toBe(0);
  expect(ends.filter((end) => end === 'completed')).toHaveLength(count('fulfilled'));
  expect(ends.filter((end) => end === 'failed')).toHaveLength(count('rejected'));
  expect(ends).toHaveLength(300);
  for (const [n, result] of results.entries()) if (result.status === 'fulfilled') expect(result.value).toBe(n % 60);
});
