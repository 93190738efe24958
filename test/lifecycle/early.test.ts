import { type Job, RetryLaterError } from '@longshore/core';
import { expect } from 'vitest';
import { gate, test, thrownBy } from '../support/worker-bed.js';

test('acknowledged early, a failure is final whatever the attempts say', async ({ bed }) => {
  let runs = 0;
  bed.worker(
    () => {
      runs++;
      throw new Error('once is enough');
    },
    { ack: 'early' },
  );
  const job = await bed.queue.add('work', null, { attempts: 5, backoff: 1 });
  expect(await thrownBy(job.result({ timeout: '5s' }))).toMatchObject({
    code: 'ERR_JOB_FAILED',
    failure: { message: 'once is enough' },
  });
  expect(runs).toBe(1);
});

test('acknowledged early, RetryLaterError is a failure too', async ({ bed }) => {
  let runs = 0;
  bed.worker(
    () => {
      runs++;
      throw new RetryLaterError(1);
    },
    { ack: 'early' },
  );
  const job = await bed.queue.add('work', null, { attempts: 5 });
  expect(await thrownBy(job.result({ timeout: '5s' }))).toMatchObject({ failure: { code: 'ERR_RETRY_LATER' } });
  expect(runs).toBe(1);
});

test('acknowledged early, a job that is running when its worker leaves never runs again', async ({ bed }) => {
  const running = gate();
  const stuck = gate();
  const runs: string[] = [];
  const first = bed.worker(
    async (job: Job) => {
      runs.push(job.id);
      running.open();
      await stuck.opened;
    },
    { ack: 'early', concurrency: 1 },
  );
  const [job, behind] = await bed.queue.addBulk(Array.from({ length: 2 }, () => ({ name: 'work', data: null })));
  await running.opened;
  await first.close({ deadline: '200ms' });
  stuck.open();
  bed.worker(
    (again: Job) => {
      runs.push(again.id);
    },
    { ack: 'early' },
  );
  await behind?.result({ timeout: '5s' });
  await thrownBy(job?.result({ timeout: '5s' }) as Promise<unknown>);
  expect(await job?.state()).toBe('failed');
  expect(runs).toEqual([job?.id, behind?.id]);
});
