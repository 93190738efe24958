import { Queue, Worker } from '@longshore/core';
import type { Redis } from 'ioredis';
import { describe, expect } from 'vitest';
import { type ApiBed, test } from '../support/api-bed.js';
import { allowedTo, ROLE_TOKENS } from '../support/api-roles.js';
import { until } from '../support/processes.js';

describe('workers', () => {
  test('of a queue are shown, and all of them by process', async ({ bed }) => {
    const other = `${bed.queueName}-other`;
    const queue = { handlers: { work: () => null } };
    await using worker = new Worker(
      [
        { queue: bed.queueName, ...queue },
        { queue: other, ...queue },
      ],
      { connection: bed.server.url, concurrency: 7 },
    );
    await worker.ready();
    await until(async () => (await bed.queue.workers()).every(({ slots }) => slots !== undefined));
    const { status, body } = await bed.ofQueue('/workers');
    expect(status).toBe(200);
    expect(body.workers).toMatchObject([
      { state: 'alive', pid: process.pid, handlers: ['work'], slots: 7, busy: 0, leaked: 0, active: 0 },
    ]);
    const all = await bed.ask('/api/v1/workers');
    expect(all.status).toBe(200);
    const { process: id } = body.workers[0];
    const entry = all.body.workers.find((one: { process: string }) => one.process === id);
    expect(entry).toMatchObject({ state: 'alive', pid: process.pid, slots: 7, memory: expect.any(Number) });
    expect(entry.queues.map(({ name }: { name: string }) => name)).toEqual([bed.queueName, other]);
    await using destroyed = new Queue(other, { connection: bed.server.url });
    await worker.close();
    await destroyed.destroy({ confirm: other });
  });

  test('of an unknown queue are 404', async ({ bed }) => {
    expect(await bed.ask('/api/v1/queues/nowhere/workers')).toMatchObject({ status: 404 });
  });
});

describe('orders to a process', () => {
  /** The process of this test, once it listens. */
  async function listening(bed: ApiBed, redis: Redis): Promise<string> {
    const [worker] = await bed.queue.workers();
    const channel = `{longshore:${bed.queueName}}:control`;
    await until(async () => Number(((await redis.pubsub('NUMSUB', channel)) as unknown[])[1]) > 0);
    return worker?.process ?? '';
  }

  test('are heard: it takes nothing new, and it leaves', async ({ bed, redis }) => {
    const worker = bed.worker({ work: () => null });
    await worker.ready();
    const id = await listening(bed, redis);
    const quiet = await bed.ask(`/api/v1/workers/${id}/quiet`, { method: 'POST' });
    expect(quiet).toMatchObject({ status: 202, body: { queues: [bed.queueName], reached: 1 } });
    await until(async () => (await bed.queue.workers())[0]?.state === 'quiet');
    const stop = await bed.ask(`/api/v1/workers/${id}/stop`, { method: 'POST' });
    expect(stop.status).toBe(202);
    await until(async () => (await bed.queue.workers()).length === 0);
    expect(await bed.ask(`/api/v1/workers/${id}/stop`, { method: 'POST' })).toMatchObject({
      status: 404,
      body: { code: 'ERR_WORKER_MISSING' },
    });
  });

  test('go to nobody who works on queues that are not shown, and need their roles', async ({ bed, redis }) => {
    await bed.worker({ work: () => null }).ready();
    const id = await listening(bed, redis);
    await bed.start({ queues: ['another'] });
    expect(await bed.ask(`/api/v1/workers/${id}/stop`, { method: 'POST' })).toMatchObject({ status: 404 });
    await bed.start({ tokens: ROLE_TOKENS });
    const may = (order: string) =>
      allowedTo((token) => bed.ask(`/api/v1/workers/nobody/${order}`, { method: 'POST', token }));
    expect(await may('quiet')).toEqual(['operate', 'admin']);
    expect(await may('stop')).toEqual(['admin']);
  });

  test('to what can be no process are refused', async ({ bed }) => {
    expect(await bed.ask('/api/v1/workers/a%20b/stop', { method: 'POST' })).toMatchObject({
      status: 400,
      body: { field: 'path.process' },
    });
  });
});
