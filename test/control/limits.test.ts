import type { Job } from '@longshore/core';
import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { gate, test, thrownBy } from '../support/worker-bed.js';

const WAIT = { timeout: '20s' } as const;

describe('a pause', () => {
  test('lets no job start, by any worker, and ends when the queue is resumed', async ({ bed }) => {
    const ran: string[] = [];
    const workers = [1, 2].map(() => bed.worker((job: Job) => void ran.push(job.id)));
    await Promise.all(workers.map((worker) => worker.ready()));
    expect(await bed.queue.pause()).toBe(true);
    expect(await bed.queue.pause()).toBe(false);
    // The workers sit in a blocked read, which moves the job to one of them: it must come back.
    const jobs = [];
    for (const priority of [0, -1, 1, 0]) jobs.push(await bed.queue.add('work', null, { priority }));
    await until(
      async () =>
        (await bed.redis.llen(bed.key('waiting'))) >= 2 && (await bed.redis.keys(bed.key('pending:*'))).length === 0,
    );
    await bed.queue.add('work', null, { delay: 20 });
    await until(async () => (await bed.redis.zcard(bed.key('delayed'))) === 0);
    expect(ran).toEqual([]);
    expect(await bed.queue.resume()).toBe(true);
    expect(await bed.queue.resume()).toBe(false);
    await Promise.all(jobs.map((job) => job.result(WAIT)));
    await until(() => ran.length === 5);
  });

  test('lets go on what runs, and its end is known', async ({ bed }) => {
    const open = gate();
    bed.worker(async () => {
      await open.opened;
      return 'done';
    });
    const job = await bed.queue.add('work', null);
    await until(async () => (await job.state()) === 'active');
    await bed.queue.pause();
    open.open();
    expect(await job.result(WAIT)).toBe('done');
  });

  test('holds for a worker that comes later', async ({ bed }) => {
    await bed.queue.pause();
    const job = await bed.queue.add('work', null);
    const worker = bed.worker(() => 'done');
    await worker.ready();
    expect(await job.state()).toBe('waiting');
    await bed.queue.resume();
    expect(await job.result(WAIT)).toBe('done');
  });

  test('is seen and ended also where no announcement comes through', async ({ bed }) => {
    await bed.redis.hset(bed.key('meta'), 'paused', 1);
    const worker = bed.worker(() => 'done');
    await worker.ready();
    const job = await bed.queue.add('work', null);
    await bed.redis.hdel(bed.key('meta'), 'paused');
    expect(await job.result(WAIT)).toBe('done');
  });

  test('does not hold up the other queues of a worker', async ({ bed }) => {
    const { Worker } = await import('@longshore/core');
    const other = bed.queueNamed(`${bed.queueName}-other`);
    const handlers = () => 'done';
    const queues = [
      { queue: bed.queueName, handlers },
      { queue: other.name, handlers },
    ];
    bed.own(new Worker(queues, { ...bed.common, concurrency: 1 }));
    await bed.queue.pause();
    await bed.queue.addBulk(Array.from({ length: 20 }, (_, data) => ({ name: 'work', data })));
    const jobs = await other.addBulk(Array.from({ length: 50 }, (_, data) => ({ name: 'work', data })));
    await Promise.all(jobs.map((job) => job.result(WAIT)));
    expect((await bed.queue.counts()).completed).toBe(0);
    await bed.queue.resume();
    await until(async () => (await bed.queue.counts()).completed === 20);
  });
});

describe('a rate limit', () => {
  test('lets as many start at once as it says, and the others in their time, over all workers', async ({ bed }) => {
    expect(await bed.queue.limits.set({ rate: { max: 5, per: '1s' } })).toEqual({ rate: { max: 5, per: 1000 } });
    const starts: number[] = [];
    const now = async () => {
      const [seconds, micros] = await bed.redis.time();
      return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
    };
    const handler = async () => void starts.push(await now());
    for (let i = 0; i < 3; i += 1) bed.worker(handler, { concurrency: 10 });
    const jobs = await bed.queue.addBulk(Array.from({ length: 12 }, (_, data) => ({ name: 'work', data })));
    await Promise.all(jobs.map((job) => job.result(WAIT)));
    // A bucket of 5 that fills at 5 a second: the twelfth can start no sooner than 1.4 s after the first.
    starts.sort((a, b) => a - b);
    expect(Number(starts.at(-1)) - Number(starts[0])).toBeGreaterThanOrEqual(1300);
  });

  test('is lifted at once for workers that wait at the gate', async ({ bed }) => {
    await bed.queue.limits.set({ rate: { max: 1, per: '1h' } });
    bed.worker(() => 'done');
    const jobs = await bed.queue.addBulk(Array.from({ length: 10 }, (_, data) => ({ name: 'work', data })));
    await until(async () => (await bed.queue.counts()).completed === 1);
    expect(await bed.queue.limits.set({ rate: null })).toEqual({});
    await Promise.all(jobs.map((job) => job.result(WAIT)));
  });

  test('is spent by starts alone: what goes back unstarted was never counted twice', async ({ bed }) => {
    await bed.queue.limits.set({ rate: { max: 3, per: '1h' } });
    bed.worker(() => 'done', { concurrency: 50 });
    await bed.queue.addBulk(Array.from({ length: 10 }, (_, data) => ({ name: 'work', data })));
    await until(async () => (await bed.queue.counts()).completed === 3);
    expect(Number(await bed.redis.hget(bed.key('limits'), 'tokens'))).toBeLessThan(0.1);
    await bed.queue.limits.set({ rate: null });
  });
});

describe('a limit of concurrency', () => {
  test('holds over all workers, and moves on when jobs end', async ({ bed }) => {
    await bed.queue.limits.set({ concurrency: 3 });
    let running = 0;
    let most = 0;
    const handler = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    for (let i = 0; i < 4; i += 1) bed.worker(handler, { concurrency: 10 });
    const jobs = await bed.queue.addBulk(Array.from({ length: 60 }, (_, data) => ({ name: 'work', data })));
    await Promise.all(jobs.map((job) => job.result(WAIT)));
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(3);
  });

  test('can be changed while jobs wait', async ({ bed }) => {
    await bed.queue.limits.set({ concurrency: 1 });
    const open = gate();
    let running = 0;
    bed.worker(
      async () => {
        running += 1;
        await open.opened;
      },
      { concurrency: 10 },
    );
    await bed.queue.addBulk(Array.from({ length: 10 }, (_, data) => ({ name: 'work', data })));
    await until(() => running === 1);
    await bed.queue.limits.set({ concurrency: 4 });
    await until(() => running === 4);
    expect(await bed.queue.limits.get()).toEqual({ concurrency: 4 });
    await bed.queue.limits.set({ concurrency: null });
    await until(() => running === 10);
    open.open();
    await until(async () => (await bed.queue.counts()).completed === 10);
  });
});

describe('a limit of depth', () => {
  test('refuses what does not fit, and says which', async ({ bed }) => {
    await bed.queue.limits.set({ depth: { max: 3 } });
    await bed.queue.add('work', 1);
    await bed.queue.add('work', 2, { delay: '1h' });
    const bulk = [3, 4, 5].map((data) => ({ name: 'work', data, options: { jobId: `job-${data}` } }));
    const error = await thrownBy(bed.queue.addBulk(bulk));
    expect(error).toMatchObject({ code: 'ERR_QUEUE_FULL', ids: ['job-4', 'job-5'] });
    expect(await thrownBy(bed.queue.add('work', 6))).toMatchObject({ code: 'ERR_QUEUE_FULL' });
    // One that is there already is no new one.
    expect((await bed.queue.add('work', 3, { jobId: 'job-3' })).created).toBe(false);
    expect(await bed.queue.counts()).toMatchObject({ waiting: 2, delayed: 1 });
    await bed.queue.cancel('job-3');
    expect((await bed.queue.add('work', 7)).created).toBe(true);
  });

  test('counts the jobs of one tick, and adds those that fit', async ({ bed }) => {
    await bed.queue.limits.set({ depth: { max: 4 } });
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, data) =>
        bed.queue.add('work', data).then(
          () => 'added',
          ({ code }) => code,
        ),
      ),
    );
    expect(outcomes).toEqual([...Array(4).fill('added'), ...Array(6).fill('ERR_QUEUE_FULL')]);
  });

  test('drops the oldest where it is told to, and they end as expired', async ({ bed }) => {
    await bed.queue.limits.set({ depth: { max: 2, onFull: 'dropOldest' } });
    const expired: string[] = [];
    bed.queue.on('expired', ({ id }) => expired.push(id));
    await until(async () => Number(((await bed.redis.pubsub('NUMSUB', bed.key('events'))) as unknown[])[1]) === 1);
    const jobs = [];
    for (const data of [1, 2, 3, 4]) jobs.push(await bed.queue.add('work', data, { unique: { key: `key-${data}` } }));
    for (const job of jobs.slice(0, 2))
      expect(await thrownBy(job.result(WAIT))).toMatchObject({ code: 'ERR_JOB_EXPIRED', reason: 'dropped' });
    await until(() => expired.length === 2);
    // What it held is free again.
    expect((await bed.queue.add('work', 5, { unique: { key: 'key-1' } })).created).toBe(true);
    expect(await bed.queue.counts()).toMatchObject({ waiting: 2 });
  });
});

test('limits that are none are refused, and change nothing', async ({ bed }) => {
  const refused: [unknown, string][] = [
    [{ rate: { max: -1, per: '1s' } }, 'limits.rate.max'],
    [{ rate: { max: 1 } }, 'limits.rate.per'],
    [{ rate: { per: '1s' } }, 'limits.rate.max'],
    [{ rate: { max: 1, per: 0 } }, 'limits.rate.per'],
    [{ concurrency: 0 }, 'limits.concurrency'],
    [{ concurrency: 1.5 }, 'limits.concurrency'],
    [{ depth: { max: -1 } }, 'limits.depth.max'],
    [{ depth: { max: 1, onFull: 'drop' } }, 'limits.depth.onFull'],
    [{ speed: 1 }, 'limits.speed'],
    [{ concurrency: 5, depth: {} }, 'limits.depth.max'],
  ];
  for (const [changes, field] of refused)
    expect(await thrownBy(bed.queue.limits.set(changes as never))).toMatchObject({ code: 'ERR_INVALID_OPTION', field });
  expect(await bed.queue.limits.get()).toEqual({});
});
