import { defineQueue, type Job, Queue, RetryLaterError, UnrecoverableError } from '@longshore/core';
import { describe, expect } from 'vitest';
import { aborted, TIMED_OUT } from '../support/aborted.js';
import { test, thrownBy } from '../support/worker-bed.js';

const WAIT = { timeout: '10s' } as const;

describe('a handler that heeds its signal', () => {
  test('sees the reason timeout, and fails its attempt with ERR_JOB_TIMEOUT', async ({ bed }) => {
    let seen: unknown;
    bed.worker(async (job: Job) => {
      await aborted(job).catch((reason) => {
        seen = reason;
        throw reason;
      });
    });
    const job = await bed.queue.add('work', null, { timeout: 20 });
    expect(await thrownBy(job.result(WAIT))).toMatchObject({
      ...TIMED_OUT,
      failure: { message: `job ${job.id} took longer than its timeout of 20 ms` },
    });
    expect(seen).toMatchObject({ name: 'JobAbortedError', reason: 'timeout', id: job.id });
  });

  test('is tried again by the retry policy, and may be quicker then', async ({ bed }) => {
    const worker = bed.worker(async (job: Job) => {
      if (job.attempt < 3) await aborted(job);
      return job.attempt;
    });
    const errors: unknown[] = [];
    worker.on('retrying', (_job, error) => errors.push(error));
    const job = await bed.queue.add('work', null, { timeout: 20, attempts: 3, backoff: 1 });
    expect(await job.result(WAIT)).toBe(3);
    const error = { code: 'ERR_JOB_TIMEOUT', timeoutMs: 20, cause: { code: 'ERR_JOB_ABORTED' } };
    expect(errors).toMatchObject([error, error]);
  });

  test('completes when it returns a value before its grace ends', async ({ bed }) => {
    bed.worker((job: Job) => aborted(job).catch(() => 'just so'));
    const job = await bed.queue.add('work', null, { timeout: 20 });
    expect(await job.result(WAIT)).toBe('just so');
  });

  test('is heard when it says that the job shall not be tried again', async ({ bed }) => {
    bed.worker((job: Job) => aborted(job).catch(() => Promise.reject(new UnrecoverableError('half is booked'))));
    const job = await bed.queue.add('work', null, { timeout: 20, attempts: 5, backoff: 1 });
    expect(await thrownBy(job.result(WAIT))).toMatchObject({ attempts: 1, failure: { message: 'half is booked' } });
  });

  test('is heard when it says that the job shall run later', async ({ bed }) => {
    let runs = 0;
    bed.worker(async (job: Job) => {
      runs++;
      if (runs === 1) await aborted(job).catch(() => Promise.reject(new RetryLaterError(1)));
      return job.attempt;
    });
    expect(await (await bed.queue.add('work', null, { timeout: 20 })).result(WAIT)).toBe(1);
  });
});

describe('whose timeout counts', () => {
  const never = { run: aborted, timeout: '1h' } as const;

  test("the job's goes before the handler's", async ({ bed }) => {
    bed.worker({ work: never });
    const job = await bed.queue.add('work', null, { timeout: 20 });
    expect(await thrownBy(job.result(WAIT))).toMatchObject(TIMED_OUT);
  });

  test("the handler's counts where the job says nothing", async ({ bed }) => {
    bed.worker({ work: { ...never, timeout: 20 } });
    expect(await thrownBy((await bed.queue.add('work', null)).result(WAIT))).toMatchObject(TIMED_OUT);
  });

  test('a queue may set one for all its jobs', async ({ bed }) => {
    const queue = bed.own(
      new Queue(defineQueue<{ work: { data: null } }>(bed.queueName, {}, { timeout: 20 }), bed.common),
    );
    bed.worker({ work: never });
    expect(await thrownBy((await queue.add('work', null)).result(WAIT))).toMatchObject(TIMED_OUT);
  });

  test('short and long ones side by side each come in their time', async ({ bed }) => {
    const order: string[] = [];
    bed.worker(async (job: Job) => {
      await aborted(job).catch(() => order.push(job.id));
    });
    const late = await bed.queue.add('work', null, { timeout: 400, jobId: 'late' });
    const soon = await bed.queue.add('work', null, { timeout: 20, jobId: 'soon' });
    await Promise.all([late.result(WAIT), soon.result(WAIT)]);
    expect(order).toEqual(['soon', 'late']);
  });
});

describe('a blocked event loop', () => {
  const block = (ms: number) => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  };

  test('a handler that has blocked it for too long and returns has completed', async ({ bed }) => {
    bed.worker(() => block(150));
    const job = await bed.queue.add('work', null, { timeout: 20 });
    await job.result(WAIT);
    expect(await job.state()).toBe('completed');
  });

  test('is told as soon as the loop is free, and has its whole grace then', async ({ bed }) => {
    bed.worker({
      work: {
        grace: 60_000,
        run: async (job: Job) => {
          block(150);
          await aborted(job);
        },
      },
    });
    expect(await thrownBy((await bed.queue.add('work', null, { timeout: 20 })).result(WAIT))).toMatchObject(TIMED_OUT);
  });
});

test('timeouts and graces that are none are refused, and named', async ({ bed }) => {
  for (const timeout of [0, -1, Number.NaN, '5 parsecs', {}] as never[]) {
    const error = { code: 'ERR_INVALID_OPTION', field: 'options.timeout' };
    expect(await thrownBy(bed.queue.add('work', null, { timeout }))).toMatchObject(error);
    const worker = () => bed.worker({ work: { run: () => null, timeout } });
    expect(worker).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'handlers.work.timeout' }));
    const queue = () => defineQueue(bed.queueName, {}, { timeout });
    expect(queue).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'defaults.timeout' }));
  }
  const worker = () => bed.worker({ work: { run: () => null, grace: -1 } });
  expect(worker).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'handlers.work.grace' }));
});
