import { type Job, UnrecoverableError } from '@longshore/core';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { test, thrownBy } from '../support/worker-bed.js';

const WAIT = { timeout: '20s' } as const;
const wrong = (value: unknown) => value as never;

test('leaves no key of the queue, and none in the list of queues; others stay', async ({ bed }) => {
  const other = bed.queueNamed(`${bed.queueName}-other`);
  await other.add('work', null);
  const worker = bed.worker((job: Job) => {
    if (job.name === 'fails') throw new UnrecoverableError('no');
    return job.progress.post('half');
  });
  const done = await bed.queue.add('work', 'x'.repeat(5000), { unique: { key: 'held' } });
  const failed = await bed.queue.add('fails', null, { unique: { key: 'other' } });
  await Promise.all([done.result(WAIT), thrownBy(failed.result(WAIT))]);
  await worker.close();
  await bed.queue.limits.set({ concurrency: 5 });
  await bed.queue.addBulk(Array.from({ length: 1001 }, () => ({ name: 'work', data: null })));
  await bed.queue.add('work', null, { delay: '1h', priority: 5, unique: { key: 'third' }, expiresIn: '1h' });
  await bed.queue.schedules.upsert('daily', { cron: '@daily', name: 'work', data: null });
  expect(await bed.queue.destroy({ confirm: bed.queueName })).toBe(1004);
  expect(await bed.redis.keys(bed.key('*'))).toEqual([]);
  expect(await bed.redis.hexists('longshore:queues', bed.queueName)).toBe(0);
  expect((await other.counts()).waiting).toBe(1);
});

test('who waits for a result hears that the job is gone', async ({ bed }) => {
  const job = await bed.queue.add('work', null);
  const result = thrownBy(job.result(WAIT));
  await until(async () => Number(((await bed.redis.pubsub('NUMSUB', bed.key('events'))) as unknown[])[1]) === 1);
  await bed.queue.destroy({ confirm: bed.queueName });
  expect(await result).toMatchObject({ code: 'ERR_JOB_REMOVED' });
});

test('the queue can be used again, and is listed again', async ({ bed }) => {
  await bed.queue.add('work', null);
  await bed.queue.destroy({ confirm: bed.queueName });
  expect(await bed.queue.destroy({ confirm: bed.queueName })).toBe(0);
  bed.worker(() => 'done');
  const job = await bed.queue.add('work', null);
  expect(await job.result(WAIT)).toBe('done');
  await until(async () => (await bed.redis.hexists('longshore:queues', bed.queueName)) === 1);
});

test('is refused while a worker lives, and changes nothing', async ({ bed }) => {
  const worker = bed.worker(() => 'done');
  await worker.ready();
  const error = await thrownBy(bed.queue.destroy({ confirm: bed.queueName }));
  expect(error).toMatchObject({ code: 'ERR_QUEUE_IN_USE', queue: bed.queueName, workers: 1 });
  const job = await bed.queue.add('work', null);
  expect(await job.result(WAIT)).toBe('done');
  await worker.close();
  await bed.queue.destroy({ confirm: bed.queueName });
});

test.for([
  [undefined, 'options'],
  [{}, 'options.confirm'],
  [{ confirm: true }, 'options.confirm'],
  [{ confirm: 'another' }, 'options.confirm'],
  [{ confirm: 'another', force: true }, 'options.force'],
])('is refused without the name of the queue: %o', async ([options, field], { bed }) => {
  await bed.queue.add('work', null);
  expect(await thrownBy(bed.queue.destroy(wrong(options)))).toMatchObject({ code: 'ERR_INVALID_OPTION', field });
  expect((await bed.queue.counts()).waiting).toBe(1);
});

test('while jobs are added, it ends, and what is left is sound', async ({ bed }) => {
  let isOver = false;
  const adding = (async () => {
    for (let i = 0; !isOver; i += 1) await bed.queue.add('work', i);
  })();
  await bed.queue.destroy({ confirm: bed.queueName });
  isOver = true;
  await adding;
});
