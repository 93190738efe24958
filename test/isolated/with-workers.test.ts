import { Worker } from '@longshore/core';
import { expect } from 'vitest';
import { isAlive } from '../support/processes.js';
import { test, thrownBy } from '../support/worker-bed.js';
import { begun, gone, handlerOf, WAIT } from './isolated-bed.js';

test('a loop is killed at its timeout and fails its attempt; the worker goes on', async ({ bed }) => {
  bed.worker(handlerOf('obey.mjs', { timeout: '4s', grace: 50 }), { concurrency: 1 });
  // Its process starts in as many attempts as a busy machine needs, so that the loop has its time to itself.
  const before = await (await bed.queue.add('pid', null, { attempts: 20, backoff: 1 })).result(WAIT);
  const loop = await bed.queue.add('loop', null);
  expect((await begun(loop)).pid).toBe(before);
  expect(await thrownBy(loop.result(WAIT))).toMatchObject({
    attempts: 1,
    failure: { name: 'JobTimeoutError', code: 'ERR_JOB_TIMEOUT', message: expect.stringContaining('4000 ms') },
  });
  expect(isAlive(before as number)).toBe(false);
  expect(await (await bed.queue.add('pid', null, { attempts: 20, backoff: 1 })).result(WAIT)).not.toBe(before);
});

test('a module that never loads is killed at the timeout', async ({ bed }) => {
  bed.worker(handlerOf('loops-at-load.mjs', { timeout: 500, grace: 0 }));
  const failure = { code: 'ERR_JOB_TIMEOUT' };
  expect(await thrownBy((await bed.queue.add('work', null)).result(WAIT))).toMatchObject({ failure });
});

test("a job's own timeout goes before that of its handler", async ({ bed }) => {
  const worker = bed.worker(handlerOf('obey.mjs', { timeout: '1h', grace: 50 }));
  const job = await bed.queue.add('hang', null, { timeout: '3s' });
  const failure = { code: 'ERR_JOB_TIMEOUT', message: expect.stringContaining('3000 ms') };
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ failure });
  expect(worker.leaked).toBe(0);
});

test('a worker closes by its deadline over a loop, which is killed before its job goes back', async ({ bed }) => {
  const worker = bed.worker(handlerOf('obey.mjs', { grace: '1h' }));
  const job = await bed.queue.add('loop', null, { attempts: 1 });
  const { pid } = await begun(job);
  await worker.close({ deadline: '1s' });
  expect(isAlive(pid)).toBe(false);
  expect(await job.state()).toBe('waiting');
  // No attempt and no crash; it has posted, which is kept.
  expect(await bed.redis.hget(bed.key('tries'), job.id)).toBe('0 0 r');
});

test('a job that heeds a shutdown goes back at once', async ({ bed }) => {
  const worker = bed.worker(handlerOf('obey.mjs', { grace: '1h' }));
  const job = await bed.queue.add('heed', {}, { attempts: 1 });
  const { pid } = await begun(job);
  await worker.close({ deadline: '2s' });
  expect(await job.state()).toBe('waiting');
  await gone(pid);
});

test('processes without a job end with their worker', async ({ bed }) => {
  const worker = bed.worker(handlerOf('obey.mjs', { idle: '1h' }));
  const pid = (await (await bed.queue.add('pid', null)).result(WAIT)) as number;
  expect(isAlive(pid)).toBe(true);
  await worker.close();
  expect(isAlive(pid)).toBe(false);
});

test('a handler that two workers share goes on for the one that stays', async ({ bed }) => {
  const handler = handlerOf();
  const first = bed.own(new Worker(`${bed.queueName}-other`, handler, bed.common));
  await first.ready();
  const second = bed.worker(handler);
  const job = await bed.queue.add('heed', {});
  const { pid } = await begun(job);
  await first.close();
  expect(isAlive(pid)).toBe(true);
  expect(await (await bed.queue.add('pid', null)).result(WAIT)).not.toBe(pid);
  await second.close({ deadline: '1s' });
  await gone(pid);
});

test('a closed worker is closed, also when Redis is gone and a loop runs', async ({ bed }) => {
  const worker = bed.worker(handlerOf('obey.mjs', { grace: '1h' }));
  const job = await bed.queue.add('loop', null, { attempts: 1 });
  const { pid } = await begun(job);
  await bed.server.stop();
  await worker.close({ deadline: '1s' });
  expect(isAlive(pid)).toBe(false);
});
