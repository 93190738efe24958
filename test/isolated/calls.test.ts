import { StaleJobError } from '@longshore/core';
import { expect } from 'vitest';
import { test, thrownBy } from '../support/worker-bed.js';
import { handlerOf, standIn, started, WAIT } from './isolated-bed.js';

test('methods of the job are carried out here, and answered there', async () => {
  const heard: unknown[] = [];
  const hear = (method: string) => async (argument: unknown) => {
    heard.push([method, argument]);
    return { seq: 7, at: 8 };
  };
  const job = standIn('calls', null, {
    restore: async () => ({ step: 1 }),
    progress: { post: hear('post') },
    log: hear('log'),
    checkpoint: hear('checkpoint'),
  });
  expect(await handlerOf().run(job)).toEqual([{ step: 1 }, { seq: 7, at: 8 }]);
  expect(heard).toEqual([
    ['post', 1],
    ['log', 'a line'],
    ['checkpoint', { step: 2 }],
  ]);
});

test('a method that fails here rejects there, with name, message and code', async () => {
  const post = async () => {
    throw new StaleJobError('one');
  };
  expect(await handlerOf().run(standIn('caught', null, { progress: { post } }))).toEqual({
    isError: true,
    name: 'StaleJobError',
    message: new StaleJobError('one').message,
    code: 'ERR_STALE_JOB',
  });
});

test('a log and a checkpoint reach the next attempt, as anywhere', async ({ bed }) => {
  bed.worker(handlerOf());
  const job = await bed.queue.add('steps', null, { attempts: 3, backoff: 1 });
  expect(await job.result(WAIT)).toBe(2);
  const lines = await bed.redis.lrange(bed.key(`log:${job.id}`), 0, -1);
  expect(lines.map((line) => line.replace(/^\d+ /, ''))).toEqual(['from step 0', 'from step 1', 'from step 2']);
});

test('a log line that is no text is refused there', async ({ bed }) => {
  bed.worker(handlerOf());
  const failure = { code: 'ERR_INVALID_OPTION', message: expect.stringContaining('text') };
  expect(await thrownBy((await bed.queue.add('logs', 5)).result(WAIT))).toMatchObject({ failure });
});

test('what a job still posts when it has ended never reaches the job that runs then', async () => {
  const handler = handlerOf();
  await handler.run(standIn('straggle'));
  const job = await started(handler, 'heed', { result: 'done' });
  // Its answer comes through the same channel, behind late posts.
  job.stop('cancelled');
  expect(await job.ended).toBe('done');
  expect(job.posted).toEqual([{ pid: expect.any(Number) }]);
});

test('messages that mean nothing do no harm', async () => {
  expect(await handlerOf().run(standIn('babble'))).toBe('understood');
});
