import { type Job, Queue } from '@longshore/core';
import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { gate, holdingWorker, test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

test('a job that waits is shown with what it carries and what was asked for it', async ({ bed }) => {
  const options = { attempts: 3, priority: 2, lifo: true, expiresIn: '1h', keep: '1m', unique: { key: 'k' } } as const;
  const { id } = await bed.queue.add('work', { to: 'ada' }, options);
  const job = await bed.queue.get(id);
  expect(job).toEqual({
    id,
    name: 'work',
    state: 'prioritized',
    data: { to: 'ada' },
    options: { attempts: 3, priority: 2, lifo: true, keep: 60_000, unique: { key: 'k', until: 'ended' } },
    addedAt: expect.any(Number),
    attempts: 0,
    crashes: 0,
    history: [],
    expiresAt: (job?.addedAt ?? 0) + 3_600_000,
  });
});

test('a delayed one tells when it is due, and large data comes too', async ({ bed }) => {
  const data = { text: 'x'.repeat(10_000) };
  const { id } = await bed.queue.add('work', data, { delay: '1h' });
  const job = await bed.queue.get(id);
  expect(job).toMatchObject({ state: 'delayed', data, dueAt: (job?.addedAt ?? 0) + 3_600_000 });
});

test('one that runs tells where, its progress, and that it shall stop', async ({ bed }) => {
  const { opened, open } = gate();
  bed.worker(async (job: Job) => {
    await job.progress.post({ percent: 40 });
    await opened;
  });
  const { id } = await bed.queue.add('work', null);
  await until(async () => (await bed.queue.get(id))?.progress !== undefined);
  const [worker] = await bed.queue.workers();
  const job = await bed.queue.get(id);
  expect(job).toMatchObject({ state: 'active', worker: worker?.id, progress: { value: { percent: 40 } } });
  expect(job?.takenAt).toBeGreaterThanOrEqual((job?.addedAt ?? 0) - 1);
  expect(job).not.toHaveProperty('cancelling');
  await bed.queue.cancel(id, 'no longer "wanted"');
  expect((await bed.queue.get(id))?.cancelling).toBe('no longer "wanted"');
  open();
});

test('one that completed tells what it returned', async ({ bed }) => {
  bed.worker(async () => ({ sum: 42 }));
  const handle = await bed.queue.add('work', [1]);
  await handle.result();
  const job = await bed.queue.get(handle.id);
  expect(job).toMatchObject({ state: 'completed', data: [1], result: { sum: 42 }, attempts: 1, history: [] });
  expect(job?.endedAt).toBeGreaterThanOrEqual(job?.addedAt ?? 0);
  expect(job?.worker).toMatch(/^\w{12}$/);
});

test('one that failed tells of each attempt', async ({ bed }) => {
  bed.worker(async (job: Job) => {
    throw new Error(`attempt ${job.attempt} of it`);
  });
  const handle = await bed.queue.add('work', null, { attempts: 3, backoff: 1 });
  await handle.result().catch(() => undefined);
  const job = await bed.queue.get(handle.id);
  expect(job).toMatchObject({ state: 'failed', attempts: 3, error: { message: 'attempt 3 of it' } });
  expect(job?.history.map((run) => run.is === 'failed' && [run.attempt, run.error.message])).toEqual([
    [1, 'attempt 1 of it'],
    [2, 'attempt 2 of it'],
  ]);
  expect(job?.options).toMatchObject({ attempts: 3, backoff: { type: 'fixed', delay: 1 } });
});

test('one that was cancelled tells why', async ({ bed }) => {
  const { id } = await bed.queue.add('work', null, { delay: '1h' });
  await bed.queue.cancel(id, 'sold out');
  expect(await bed.queue.get(id)).toMatchObject({ state: 'cancelled', reason: 'sold out', attempts: 0 });
});

test('its state is the one that its handle tells', async ({ bed }) => {
  const { worker, open } = holdingWorker(bed, { concurrency: 1 });
  const ids = await Promise.all([
    bed.queue.add('hold', null),
    bed.queue.add('work', null, { delay: '1h' }),
    bed.queue.add('work', null, { priority: 4 }),
  ]);
  await until(async () => (await ids[0].state()) === 'active');
  for (const handle of ids) expect((await bed.queue.get(handle.id))?.state).toBe(await handle.state());
  open();
  await worker.close();
});

test('what is not there is undefined, and what can be no id is refused', async ({ bed }) => {
  expect(await bed.queue.get('nobody')).toBeUndefined();
  expect(await thrownBy(bed.queue.get('a b'))).toMatchObject({ code: 'ERR_INVALID_NAME', field: 'id' });
  expect(await thrownBy(bed.queue.get(7 as never))).toMatchObject({ code: 'ERR_INVALID_NAME', field: 'id' });
});

test('a message of a newer version is told by a code, and hides no others in a list', async ({ bed }) => {
  await bed.queue.add('work', null, { jobId: 'old' });
  const { id } = await bed.queue.add('work', null, { jobId: 'new' });
  await bed.redis.set(bed.key(`job:${id}`), '3,"work",{"v":3},1795496485949');
  expect(await thrownBy(bed.queue.get(id))).toMatchObject({ code: 'ERR_MESSAGE_VERSION' });
  expect((await bed.queue.list({ state: 'waiting' })).jobs.map((job) => [job.id, job.name])).toEqual([
    ['old', 'work'],
    ['new', ''],
  ]);
});

test('a log comes with the oldest line first, as many of the last as asked for', async ({ bed }) => {
  const { id } = await bed.queue.add('work', null, { delay: '1h' });
  expect(await bed.queue.logs(id)).toEqual([]);
  await bed.redis.rpush(bed.key(`log:${id}`), '100 one', '200 two words', '300 three\nlines');
  await bed.redis.hset(bed.key('tries'), id, '0 0 l');
  expect(await bed.queue.logs(id)).toEqual([
    { at: 100, text: 'one' },
    { at: 200, text: 'two words' },
    { at: 300, text: 'three\nlines' },
  ]);
  expect(await bed.queue.logs(id, { limit: 1 })).toEqual([{ at: 300, text: 'three\nlines' }]);
  for (const limit of [0, -1, 1001, 'all'])
    expect(await thrownBy(bed.queue.logs(id, { limit: limit as number }))).toMatchObject({ field: 'options.limit' });
  expect(await thrownBy(bed.queue.logs(id, { last: 1 } as never))).toMatchObject({ field: 'options.last' });
});

describe('what a codec wrote', () => {
  const turn = (text: string): string => [...text].reverse().join('');
  const codec = { id: 'turned', encode: turn, decode: turn };

  async function turnedJob(bed: WorkerBed) {
    const queue = bed.queueNamed(bed.queueName, { codec });
    bed.worker(async () => ({ b: 2 }), { codec });
    const handle = await queue.add('work', { a: 1 });
    await handle.result();
    return { queue, id: handle.id };
  }

  test('is read where the queue has the codec', async ({ bed }) => {
    const { queue, id } = await turnedJob(bed);
    const job = await queue.get(id);
    expect(job).toMatchObject({ data: { a: 1 }, result: { b: 2 } });
    expect(job).not.toHaveProperty('sealedBy');
    expect(job?.options).not.toHaveProperty('codec');
    expect((await queue.list({ state: 'completed', data: true })).jobs[0]?.data).toEqual({ a: 1 });
  });

  test('is shown as what it is elsewhere, and hides nothing else', async ({ bed }) => {
    const { id } = await turnedJob(bed);
    const plain = bed.own(new Queue(bed.queueName, bed.common));
    const job = await plain.get(id);
    expect(job).toMatchObject({ data: turn('{"a":1}'), result: turn('{"b":2}'), sealedBy: 'turned' });
    const [listed] = (await plain.list({ state: 'completed', data: true })).jobs;
    expect(listed).toMatchObject({ id, data: turn('{"a":1}'), sealedBy: 'turned' });
  });
});
