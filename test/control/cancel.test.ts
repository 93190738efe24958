import { type Job, JobAbortedError } from '@longshore/core';
import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { gate, holdingWorker, PLACES, test, thrownBy } from '../support/worker-bed.js';

const WAIT = { timeout: '20s' } as const;

describe('a job that has not started ends as cancelled at once', () => {
  test.for(PLACES)('$where', async ({ where, options }, { bed }) => {
    const cancelled: string[] = [];
    bed.queue.on('cancelled', ({ id }) => cancelled.push(id));
    await until(async () => Number(((await bed.redis.pubsub('NUMSUB', bed.key('events'))) as unknown[])[1]) === 1);
    const job = await bed.queue.add('work', null, options);
    const result = thrownBy(job.result(WAIT));
    expect(await job.state()).toBe(where);
    expect(await bed.queue.cancel(job.id, 'not "needed" any more')).toBe('cancelled');
    expect(await result).toMatchObject({ code: 'ERR_JOB_CANCELLED', reason: 'not "needed" any more' });
    expect(await job.state()).toBe('cancelled');
    expect(await job.cancel()).toBe('ended');
    await until(() => cancelled.includes(job.id));
    const ran: string[] = [];
    bed.worker((run: Job) => void ran.push(run.id));
    const after = await bed.queue.add('work', null);
    await after.result(WAIT);
    expect(ran).toEqual([after.id]);
  });

  test('parked', async ({ bed }) => {
    const worker = bed.worker({ other: () => null } as never);
    const job = await bed.queue.add('rare', null);
    await until(async () => (await job.state()) === 'parked');
    expect(await job.cancel()).toBe('cancelled');
    await worker.close();
    const ran: string[] = [];
    bed.worker({ rare: (run: Job) => void ran.push(run.id) } as never);
    const after = await bed.queue.add('rare', null);
    await after.result(WAIT);
    expect(ran).toEqual([after.id]);
  });
});

test('one that is not there, or has ended, is said to be so', async ({ bed }) => {
  expect(await bed.queue.cancel('nobody')).toBe('missing');
  bed.worker(() => 'done');
  const job = await bed.queue.add('work', null);
  await job.result(WAIT);
  expect(await job.cancel()).toBe('ended');
  expect(await job.state()).toBe('completed');
});

describe('a job that runs', () => {
  test('is told to stop, and ends as cancelled, whatever it throws and however many attempts are left', async ({
    bed,
  }) => {
    const events: unknown[] = [];
    const worker = bed.worker(
      (job: Job) =>
        new Promise((_resolve, reject) => job.signal.addEventListener('abort', () => reject(job.signal.reason))),
    );
    worker.on('cancelled', (job, id) => events.push([job?.name, id]));
    const job = await bed.queue.add('work', null, { attempts: 5, backoff: 1 });
    await until(async () => (await job.state()) === 'active');
    expect(await job.cancel('enough')).toBe('ordered');
    expect(await thrownBy(job.result(WAIT))).toMatchObject({ code: 'ERR_JOB_CANCELLED', reason: 'enough' });
    await until(() => events.length > 0);
    expect(events).toEqual([['work', job.id]]);
    expect(await bed.redis.exists(bed.key('orders'))).toBe(0);
  });

  test('has the reason on its signal', async ({ bed }) => {
    let reason: unknown;
    bed.worker(
      (job: Job) =>
        new Promise<void>((resolve) =>
          job.signal.addEventListener('abort', () => {
            ({ reason } = job.signal);
            resolve();
          }),
        ),
    );
    const job = await bed.queue.add('work', null);
    await until(async () => (await job.state()) === 'active');
    await job.cancel();
    // It completed all the same: the work is done.
    expect(await job.result(WAIT)).toBeUndefined();
    expect(reason).toBeInstanceOf(JobAbortedError);
    expect(reason).toMatchObject({ reason: 'cancelled' });
    expect(await bed.redis.exists(bed.key('orders'))).toBe(0);
  });

  test('and fails by itself in that moment is cancelled and not tried again', async ({ bed }) => {
    const open = gate();
    bed.worker(async () => {
      await open.opened;
      throw new Error('its own');
    });
    const job = await bed.queue.add('work', null, { attempts: 3, backoff: 1 });
    await until(async () => (await job.state()) === 'active');
    const [outcome] = await Promise.all([job.cancel(), open.open()]);
    expect(['ordered', 'cancelled']).toContain(outcome);
    expect(await thrownBy(job.result(WAIT))).toMatchObject({ code: 'ERR_JOB_CANCELLED' });
  });

  test('hears of it also where no announcement comes through', async ({ bed }) => {
    bed.worker(
      (job: Job) =>
        new Promise((_resolve, reject) => job.signal.addEventListener('abort', () => reject(job.signal.reason))),
    );
    const job = await bed.queue.add('work', null);
    await until(async () => (await job.state()) === 'active');
    const [wid] = await bed.redis.hkeys(bed.key('workers'));
    await bed.redis.hset(bed.key('orders'), job.id, `${wid} "planted"`);
    expect(await thrownBy(job.result(WAIT))).toMatchObject({ code: 'ERR_JOB_CANCELLED', reason: 'planted' });
  });
});

test('one that waits for its slot in a worker goes back, and is cancelled there', async ({ bed }) => {
  const { ran, open } = holdingWorker(bed);
  const quick = await bed.queue.addBulk(Array.from({ length: 50 }, () => ({ name: 'quick', data: null })));
  await Promise.all(quick.map((job) => job.result(WAIT)));
  const jobs = await bed.queue.addBulk(['hold', 'next', 'last'].map((name) => ({ name, data: null })));
  await until(() => ran.includes('hold'));
  const outcomes = await Promise.all(jobs.slice(1).map((job) => job.cancel()));
  for (const outcome of outcomes) expect(['ordered', 'cancelled']).toContain(outcome);
  for (const job of jobs.slice(1)) await until(async () => (await job.state()) === 'cancelled');
  open();
  for (const job of jobs.slice(1))
    expect(await thrownBy(job.result(WAIT))).toMatchObject({ code: 'ERR_JOB_CANCELLED' });
  expect(ran.filter((name) => name !== 'quick')).toEqual(['hold']);
});

test('cancelling while jobs run and end leaves each in exactly one end', async ({ bed }) => {
  bed.worker(() => new Promise((resolve) => setImmediate(resolve)), { concurrency: 20 });
  const jobs = await bed.queue.addBulk(Array.from({ length: 500 }, (_, data) => ({ name: 'work', data })));
  const outcomes = await Promise.all(jobs.map((job) => job.cancel()));
  const ends = await Promise.all(
    jobs.map((job) =>
      job.result(WAIT).then(
        () => 'completed',
        ({ code }) => code,
      ),
    ),
  );
  for (const [i, end] of ends.entries()) {
    if (outcomes[i] === 'ended') expect(end).toBe('completed');
    if (outcomes[i] === 'cancelled') expect(end).toBe('ERR_JOB_CANCELLED');
  }
  expect(ends.filter((end) => end !== 'completed' && end !== 'ERR_JOB_CANCELLED')).toEqual([]);
});

test('a reason that is none is refused', async ({ bed }) => {
  expect(await thrownBy(bed.queue.cancel('a', 7 as never))).toMatchObject({ field: 'reason' });
  expect(await thrownBy(bed.queue.cancel('a', 'x'.repeat(1001)))).toMatchObject({ field: 'reason' });
  expect(await thrownBy(bed.queue.cancel('a b'))).toMatchObject({ field: 'id' });
});
