import type { Job, QueueEvents, WorkerEvents } from '@longshore/core';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { startServer } from '../support/servers.js';
import { test, thrownBy } from '../support/worker-bed.js';

const flaky = {
  good: () => 'fine',
  bad: () => {
    throw new TypeError('no good');
  },
  second: (job: Job) => {
    if (job.attempt === 1) throw new Error('not yet');
    return job.attempt;
  },
};

test('a worker tells what happens, in order and with job, result, error and delay', async ({ bed }) => {
  const told: unknown[][] = [];
  const worker = bed.worker(flaky, { autorun: false });
  const listen = <E extends keyof WorkerEvents>(event: E, tell: (...args: WorkerEvents[E]) => unknown[]) =>
    worker.on(event, (...args) => told.push([event, ...tell(...args)]));
  listen('active', (job) => [job.name, job.attempt]);
  listen('completed', (job, result) => [job.name, result]);
  listen('failed', (job, error, id) => [job?.name, (error as Error).name, id === job?.id]);
  listen('retrying', (job, error, delayMs) => [job.name, (error as Error).message, delayMs]);
  listen('ready', () => []);
  listen('closed', () => []);
  worker.run();
  await worker.ready();
  await (await bed.queue.add('good', null)).result({ timeout: '5s' });
  await thrownBy((await bed.queue.add('bad', null)).result({ timeout: '5s' }));
  await (await bed.queue.add('second', null, { attempts: 2, backoff: 7 })).result({ timeout: '5s' });
  await worker.close();
  expect(told).toEqual([
    ['ready'],
    ['active', 'good', 1],
    ['completed', 'good', 'fine'],
    ['active', 'bad', 1],
    ['failed', 'bad', 'TypeError', true],
    ['active', 'second', 1],
    ['retrying', 'second', 'not yet', 7],
    ['active', 'second', 2],
    ['completed', 'second', 2],
    ['closed'],
  ]);
});

test('a queue tells what happens to its jobs in other places', async ({ bed }) => {
  const told: [string, string][] = [];
  const { queue } = bed;
  for (const event of ['added', 'completed', 'failed', 'retrying', 'removed'] as (keyof QueueEvents)[]) {
    queue.on(event, (info) => {
      expect(info).toMatchObject({ at: expect.any(Number) });
      told.push([event, (info as { id: string }).id]);
    });
  }
  // Pub/sub tells nothing of what was before: the subscription has to hold first.
  const subscribed = async () => (await bed.redis.pubsub('NUMSUB', bed.key('events'))) as [string, number];
  await until(async () => Number((await subscribed())[1]) === 1);
  bed.worker(flaky);
  const good = await queue.add('good', null);
  const bad = await queue.add('bad', null);
  const second = await queue.add('second', null, { attempts: 2, backoff: 1 });
  await Promise.allSettled([good, bad, second].map((job) => job.result({ timeout: '5s' })));
  const later = await queue.add('good', null, { delay: '1h' });
  await queue.remove(later.id);
  await until(() => told.some(([event]) => event === 'removed'));
  for (const [job, events] of [
    [good, ['added', 'completed']],
    [bad, ['added', 'failed']],
    [second, ['added', 'retrying', 'completed']],
    [later, ['added', 'removed']],
  ] as const) {
    expect(told.filter(([, id]) => id === job.id).map(([event]) => event)).toEqual(events);
  }
});

test('once() listens once, off() no more', async ({ bed }) => {
  const told: string[] = [];
  const always = () => told.push('always');
  const never = () => told.push('never');
  const worker = bed.worker(() => null);
  worker
    .once('completed', () => told.push('once'))
    .on('completed', always)
    .on('completed', never);
  worker.off('completed', never);
  for (let i = 0; i < 2; i++) await (await bed.queue.add('work', null)).result({ timeout: '5s' });
  await until(() => told.length >= 3);
  expect(told).toEqual(['once', 'always', 'always']);
});

test('an error event without a listener is logged, not thrown', async ({ bed }) => {
  await using server = await startServer();
  const worker = bed.worker(() => null, { connection: server.url });
  await worker.ready();
  await server.kill();
  await until(() => bed.lines.some(({ level }) => level === 'error'));
  const line = bed.lines.find(({ level }) => level === 'error');
  expect(line).toMatchObject({
    message: 'an error that nobody listens to',
    fields: { err: { code: 'ERR_REDIS_UNAVAILABLE' } },
  });
  await worker.close({ deadline: '300ms' });
});

test('a listener that throws is logged and harms no job', async ({ bed }) => {
  const worker = bed.worker(() => 'fine');
  worker.on('active', () => {
    throw new Error('a bad listener');
  });
  const job = await bed.queue.add('work', null);
  expect(await job.result({ timeout: '5s' })).toBe('fine');
  expect(bed.lines).toContainEqual({
    level: 'error',
    message: 'a listener threw',
    fields: { event: 'active', err: expect.objectContaining({ message: 'a bad listener' }) },
  });
});
