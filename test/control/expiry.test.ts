import type { Job } from '@longshore/core';
import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { gate, PLACES, test, thrownBy } from '../support/worker-bed.js';

const WAIT = { timeout: '20s' } as const;
const FAST = { lease: 1500, beat: 100, sweep: 100 } as const;

test('a job that waits too long ends as expired when it is met, and never runs', async ({ bed }) => {
  const job = await bed.queue.add('work', null, { expiresIn: 1 });
  const urgent = await bed.queue.add('work', null, { expiresIn: 1, priority: -1 });
  const other = await bed.queue.add('work', null, { expiresIn: '1h' });
  await until(
    async () =>
      Number((await bed.redis.time())[1]) >= 0 &&
      (await bed.redis.zcount(bed.key('expiring'), '-inf', Date.now() - 5)) === 2,
  );
  const ran: string[] = [];
  bed.worker((run: Job) => void ran.push(run.id));
  for (const gone of [job, urgent])
    expect(await thrownBy(gone.result(WAIT))).toMatchObject({ code: 'ERR_JOB_EXPIRED', reason: 'not started in time' });
  await other.result(WAIT);
  expect(ran).toEqual([other.id]);
  expect(await job.state()).toBe('expired');
  expect(await bed.redis.hget(bed.key('stats'), 'expired')).toBe('2');
  expect(await bed.redis.exists(bed.key('expiring'))).toBe(0);
});

describe('a job that nobody takes expires all the same', () => {
  test.for(PLACES)('$where', async ({ where, options }, { bed }) => {
    const expired: string[] = [];
    bed.queue.on('expired', ({ id }) => expired.push(id));
    await bed.queue.pause();
    const worker = bed.worker(() => 'never', FAST);
    await worker.ready();
    const job = await bed.queue.add('work', null, { ...options, expiresIn: 300 });
    expect(await job.state()).toBe(where);
    expect(await thrownBy(job.result(WAIT))).toMatchObject({ code: 'ERR_JOB_EXPIRED' });
    await until(() => expired.includes(job.id));
    await bed.queue.resume();
    const after = await bed.queue.add('work', null);
    expect(await after.result(WAIT)).toBe('never');
  });
});

test('a job that has started does not expire, nor its retries', async ({ bed }) => {
  const open = gate();
  bed.worker(async (job: Job) => {
    await open.opened;
    if (job.attempt === 1) throw new Error('again');
    return 'done';
  }, FAST);
  const job = await bed.queue.add('work', null, { expiresIn: 250, attempts: 2, backoff: 300 });
  await until(async () => (await job.state()) === 'active');
  expect(await bed.redis.exists(bed.key('expiring'))).toBe(0);
  open.open();
  expect(await job.result(WAIT)).toBe('done');
});

test('one that goes back unstarted can still expire', async ({ bed }) => {
  const open = gate();
  const worker = bed.worker(() => open.opened, { ...FAST, concurrency: 1, prefetch: 0 });
  const blocker = await bed.queue.add('work', null);
  await until(async () => (await blocker.state()) === 'active');
  const job = await bed.queue.add('work', null, { expiresIn: 400 });
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ code: 'ERR_JOB_EXPIRED' });
  open.open();
  await blocker.result(WAIT);
  await worker.close();
});
