import { type Job, JobFailedError, JobRemovedError, ResultTimeoutError } from '@longshore/core';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { gate, test, thrownBy } from '../support/worker-bed.js';

const WAIT = { timeout: '5s' } as const;

test.for<[string, unknown]>([
  ['undefined', undefined],
  ['null', null],
  ['false', false],
  ['zero', 0],
  ['an empty text', ''],
  ['a text of other scripts', 'Zoë 🚢 \u0000 \n"\\'],
  ['an empty list', []],
  ['an object', { a: [1, { b: null }], '': 'nameless' }],
])('a result of %s comes back as it was', async ([, result], { bed }) => {
  bed.worker(() => result);
  const job = await bed.queue.add('work', null);
  const before = await job.result(WAIT);
  const after = await bed.queue.job(job.id).result(WAIT);
  expect([before, after]).toStrictEqual([result, result]);
});

const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

test.for<[string, unknown]>([
  ['a BigInt', { big: 10n }],
  ['a cycle', cycle],
  ['more than 1 MiB', 'x'.repeat(1_048_600)],
  ['more than 1 MiB in bytes alone', '€'.repeat(400_000)],
])('a result that is %s fails the job without a retry', async ([, result], { bed }) => {
  let runs = 0;
  bed.worker(() => {
    runs++;
    return result;
  });
  const job = await bed.queue.add('work', null, { attempts: 5, backoff: 1 });
  const error = await thrownBy(job.result(WAIT));
  expect(error).toMatchObject({ attempts: 1, failure: { code: 'ERR_UNRECOVERABLE' } });
  expect(error.message).toContain("the handler's result cannot be stored");
  expect(runs).toBe(1);
  // And the worker goes on.
  const next = await bed.queue.add('work', null);
  await thrownBy(next.result(WAIT));
});

test('result() rejects with what the handler threw, before and after the failure', async ({ bed }) => {
  const goOn = gate();
  bed.worker(async () => {
    await goOn.opened;
    throw Object.assign(new RangeError('too far'), { code: 'E_FAR' });
  });
  const job = await bed.queue.add('work', null);
  const before = thrownBy(job.result(WAIT));
  goOn.open();
  for (const error of [await before, await thrownBy(job.result(WAIT))]) {
    expect(error).toBeInstanceOf(JobFailedError);
    expect(error).toMatchObject({
      id: job.id,
      attempts: 1,
      failure: { name: 'RangeError', message: 'too far', code: 'E_FAR', stack: expect.stringContaining('too far') },
      cause: { name: 'RangeError' },
    });
  }
});

test('result() rejects when the job is removed, and for one that never was', async ({ bed }) => {
  bed.removals = true;
  const job = await bed.queue.add('work', null, { delay: '1h' });
  const waiting = thrownBy(job.result(WAIT));
  expect(await bed.queue.remove(job.id)).toBe(true);
  expect(await waiting).toBeInstanceOf(JobRemovedError);
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ code: 'ERR_JOB_REMOVED', id: job.id });
  expect(await thrownBy(bed.queue.job('never-added').result(WAIT))).toBeInstanceOf(JobRemovedError);
  expect(await bed.queue.remove(job.id)).toBe(false);
});

test('result() rejects when its time is over, and the job goes on', async ({ bed }) => {
  const finish = gate();
  bed.worker(async () => {
    await finish.opened;
    return 'later';
  });
  const job = await bed.queue.add('work', null);
  const error = await thrownBy(job.result({ timeout: '50ms' }));
  expect(error).toBeInstanceOf(ResultTimeoutError);
  expect(error).toMatchObject({ code: 'ERR_RESULT_TIMEOUT', id: job.id });
  const second = job.result(WAIT);
  finish.open();
  expect(await second).toBe('later');
});

test('result() rejects when the queue is closed', async ({ bed }) => {
  const job = await bed.queue.add('work', null, { delay: '1h' });
  const waiting = thrownBy(job.result());
  await bed.queue.close();
  expect(await waiting).toMatchObject({ code: 'ERR_CLOSED' });
});

test('many wait for one job, and each gets its result', async ({ bed }) => {
  bed.worker(() => ({ n: 1 }), { autorun: false }).run();
  const job = await bed.queue.add('work', null);
  const results = await Promise.all(Array.from({ length: 50 }, () => job.result(WAIT)));
  expect(results).toEqual(Array(50).fill({ n: 1 }));
});

test('a thousand jobs that take no time are awaited, each with its own result', async ({ bed }) => {
  bed.worker((job: Job) => job.data * 2, { concurrency: 50 });
  const results = await Promise.all(
    Array.from({ length: 1000 }, async (_, n) => (await bed.queue.add('work', n)).result({ timeout: '30s' })),
  );
  expect(results).toEqual(Array.from({ length: 1000 }, (_, n) => n * 2));
});

test('results come through the loss of the subscription and of the command connection', async ({ bed, redis }) => {
  const finish = gate();
  bed.worker(async (job: Job) => {
    await finish.opened;
    return job.data;
  });
  const jobs = await bed.queue.addBulk(Array.from({ length: 5 }, (_, data) => ({ name: 'work', data })));
  const results = Promise.all(jobs.map((job) => job.result({ timeout: '20s' })));
  await until(async () => Number(((await redis.pubsub('NUMSUB', bed.key('events'))) as unknown[])[1]) === 1);
  expect(await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub')).toBe(2);
  expect(Number(await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'))).toBeGreaterThan(0);
  finish.open();
  expect(await results).toEqual([0, 1, 2, 3, 4]);
});

test('state() tells where a job is, all the way', async ({ bed }) => {
  bed.removals = true;
  const running = gate();
  const finish = gate();
  const delayed = await bed.queue.add('work', null, { delay: '1h' });
  const job = await bed.queue.add('work', null);
  expect([await delayed.state(), await job.state()]).toEqual(['delayed', 'waiting']);
  bed.worker(async ({ data }: Job) => {
    running.open();
    await finish.opened;
    if (data === 'fail') throw new Error('as told');
  });
  await running.opened;
  expect(await job.state()).toBe('active');
  expect(await thrownBy(bed.queue.remove(job.id))).toMatchObject({ code: 'ERR_JOB_ACTIVE' });
  finish.open();
  await job.result(WAIT);
  expect(await job.state()).toBe('completed');
  const failing = await bed.queue.add('work', 'fail');
  await thrownBy(failing.result(WAIT));
  expect(await failing.state()).toBe('failed');
  await bed.queue.remove(job.id);
  expect(await thrownBy(job.state())).toBeInstanceOf(JobRemovedError);
});
