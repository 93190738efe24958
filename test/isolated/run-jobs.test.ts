import { defineQueue, isolated, Worker } from '@longshore/core';
import { expect, expectTypeOf } from 'vitest';
import { until } from '../support/processes.js';
import { test, thrownBy } from '../support/worker-bed.js';
import { handlerOf, standIn, WAIT } from './isolated-bed.js';

test('a job runs in another process, and gets what any job gets', async ({ bed }) => {
  bed.worker(handlerOf());
  const job = await bed.queue.add('echo', { n: [1, 'é\u2028'] });
  const seen = (await job.result(WAIT)) as Record<string, unknown>;
  const fields = { id: job.id, name: 'echo', queue: bed.queueName, data: { n: [1, 'é\u2028'] } };
  expect(seen).toMatchObject({ ...fields, attempt: 1, aborted: false });
  expect(seen['token']).toMatch(/^\w+\/\d+$/);
  expect(seen['addedAt']).toBeGreaterThan(1e12);
  expect(seen['pid']).not.toBe(process.pid);
});

test('it stands for one name beside others, with attempts and backoff of its own', async ({ bed }) => {
  const handler = handlerOf();
  bed.worker({ here: () => process.pid, pid: handler, failOnce: { ...handler, attempts: 2, backoff: 1 } } as never);
  expect(await (await bed.queue.add('here', null)).result(WAIT)).toBe(process.pid);
  const pid = await (await bed.queue.add('pid', null)).result(WAIT);
  expect(await (await bed.queue.add('failOnce', null)).result(WAIT)).toEqual({ attempt: 2, pid });
});

test('a process runs one job after the other, and as many processes run as jobs do', async ({ bed }) => {
  const worker = bed.worker(handlerOf(), { concurrency: 3 });
  const one = await (await bed.queue.add('pid', null)).result(WAIT);
  expect(await (await bed.queue.add('pid', null)).result(WAIT)).toBe(one);
  const jobs = await bed.queue.addBulk(Array.from({ length: 40 }, () => ({ name: 'pid', data: null })));
  const pids = new Set(await Promise.all(jobs.map((job) => job.result(WAIT))));
  expect(pids.size).toBeLessThanOrEqual(3);
  expect(pids).toContain(one);
  await worker.close();
});

test('what it returns follows the rules for any result', async ({ bed }) => {
  bed.worker(handlerOf());
  expect(await (await bed.queue.add('nothing', null)).result(WAIT)).toBeUndefined();
  expect(await (await bed.queue.add('odd', 'date')).result(WAIT)).toBe('1970-01-01T00:00:00.000Z');
  for (const [data, problem] of [
    ['bigint', /cannot be stored: .*BigInt/],
    ['cycle', /cannot be stored: .*circular/],
    ['large', /cannot be stored: result: 2000002 bytes/],
  ] as const) {
    const job = await bed.queue.add('odd', data, { attempts: 3, backoff: 1 });
    expect(await thrownBy(job.result(WAIT))).toMatchObject({
      attempts: 1,
      failure: { name: 'UnrecoverableError', code: 'ERR_UNRECOVERABLE', message: expect.stringMatching(problem) },
    });
  }
});

test('what it throws keeps name, message, code and stack, and the process goes on', async ({ bed }) => {
  bed.worker(handlerOf(), { concurrency: 1 });
  const before = await (await bed.queue.add('pid', null)).result(WAIT);
  const failed = await bed.queue.add('throw', { message: 'too wide', code: 'ERR_WIDE' });
  expect(await thrownBy(failed.result(WAIT))).toMatchObject({
    failure: {
      name: 'RangeError',
      message: 'too wide',
      code: 'ERR_WIDE',
      stack: expect.stringMatching(/too wide\n.*obey\.mjs/s),
    },
  });
  expect(await thrownBy((await bed.queue.add('throwText', null)).result(WAIT))).toMatchObject({
    failure: { name: 'Error', message: 'just a text' },
  });
  expect(await (await bed.queue.add('pid', null)).result(WAIT)).toBe(before);
});

test('UnrecoverableError and RetryLaterError mean what they mean anywhere', async ({ bed }) => {
  const worker = bed.worker(handlerOf());
  const job = await bed.queue.add('never', null, { attempts: 5, backoff: 1 });
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ attempts: 1, failure: { code: 'ERR_UNRECOVERABLE' } });
  const later = await bed.queue.add('later', { delay: '1h' }, { attempts: 1 });
  await until(async () => (await later.state()) === 'delayed');
  expect(await bed.redis.zscore(bed.key('delayed'), later.id).then(Number)).toBeGreaterThan(Date.now() + 3_000_000);
  await worker.close();
});

test('progress is posted on the board of the job, and what JSON would change is refused', async ({ bed }) => {
  bed.worker(handlerOf());
  const job = await bed.queue.add('progress', {});
  const { seq, at } = (await job.result(WAIT)) as { seq: number; at: number };
  expect(await job.progress.read()).toEqual({ seq, at, value: { pid: expect.any(Number) } });
  const wrong = await bed.queue.add('progress', { date: true });
  expect(await thrownBy(wrong.result(WAIT))).toMatchObject({
    failure: { code: 'ERR_INVALID_PAYLOAD', message: expect.stringContaining('progress.at') },
  });
});

test.each([
  ['exports-run.mjs', 'run'],
  ['exports-cjs.cjs', 'cjs work'],
])('a module may export it otherwise: %s', async (file, result) => {
  expect(await handlerOf(file).run(standIn('work'))).toBe(result);
});

test('it fits a contract', async ({ bed }) => {
  const pids = defineQueue<{ pid: { data: null; result: number } }>(bed.queueName);
  const handler = isolated<null, number>(new URL('./fixtures/obey.mjs', import.meta.url), { timeout: '30s' });
  bed.own(new Worker(pids, { pid: handler }, bed.common));
  const result = await bed.queue.add('pid', null).then((job) => job.result(WAIT));
  expect(result).toEqual(expect.any(Number));
  expectTypeOf(handler.run).returns.toEqualTypeOf<number | Promise<number>>();
});
