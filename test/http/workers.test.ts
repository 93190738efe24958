import { Queue, Worker } from '@longshore/core';
import { describe, expect } from 'vitest';
import { test } from '../support/api-bed.js';
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
