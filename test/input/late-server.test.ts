import { Queue, Worker } from '@longshore/core';
import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { startServer } from '../support/servers.js';
import { test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

// A server that is down, under an address where it will come up.
async function downServer() {
  const server = await startServer();
  await server.kill();
  return server;
}

const options = (bed: WorkerBed, connection: string) => ({ ...bed.common, connection });

describe('without a deadline', () => {
  test.for(['add', 'addBulk'] as const)('%s waits until Redis is there', async (method, { bed }) => {
    await using server = await downServer();
    await using queue = new Queue('patient', { ...options(bed, server.url), deadline: 'none' });
    let settled = false;
    const job = { name: 'work', data: { n: 1 } };
    const adding = method === 'add' ? queue.add(job.name, job.data) : queue.addBulk([job]).then(([first]) => first);
    const watched = adding.finally(() => {
      settled = true;
    });
    // A call with a deadline that begins later and ends for want of Redis shows that time has passed.
    await using hasty = new Queue('hasty', { ...options(bed, `${server.url}/0`), deadline: 300 });
    expect(await thrownBy(hasty.add('work', null))).toMatchObject({ code: 'ERR_ENQUEUE_TIMEOUT' });
    expect(settled).toBe(false);
    await server.restart();
    expect(await watched).toMatchObject({ created: true });
    expect(await queue.counts()).toMatchObject({ waiting: 1 });
  });

  test('other calls end all the same', async ({ bed }) => {
    await using server = await downServer();
    await using queue = new Queue('patient', { ...options(bed, server.url), deadline: 'none' });
    expect(await thrownBy(queue.counts())).toMatchObject({ code: 'ERR_REDIS_UNAVAILABLE' });
  });

  test('closing the queue ends the wait', async ({ bed }) => {
    await using server = await downServer();
    const queue = new Queue('patient', { ...options(bed, server.url), deadline: 'none' });
    const adding = thrownBy(queue.add('work', null));
    await queue.close();
    expect(await adding).toMatchObject({ code: 'ERR_CLOSED' });
  });
});

test('a worker that is not ready in time says so and goes on trying until it is', async ({ bed }) => {
  await using server = await downServer();
  const worker = bed.own(new Worker('late', () => 'done', { ...options(bed, server.url), deadline: '300ms' }));
  const told: object[] = [];
  let isReady = false;
  worker.on('error', (error) => told.push(error));
  worker.on('ready', () => {
    isReady = true;
  });
  expect(await thrownBy(worker.ready())).toMatchObject({
    code: 'ERR_REDIS_UNAVAILABLE',
    message: expect.stringMatching(/not ready within 300 ms.*it goes on trying/),
  });
  await until(() => told.length > 0);
  expect(told[0]).toMatchObject({ code: 'ERR_REDIS_UNAVAILABLE' });
  expect(isReady).toBe(false);
  await server.restart();
  await until(() => isReady, 20_000);
  await worker.ready();
  await using queue = new Queue('late', options(bed, server.url));
  const job = await queue.add('work', null);
  expect(await job.result({ timeout: '10s' })).toBe('done');
  await worker.close({ deadline: '1s' });
});

test('an outage that nobody listens to is logged, and never thrown', async ({ bed }) => {
  await using server = await downServer();
  const worker = bed.own(new Worker('late', () => 'done', { ...options(bed, server.url), deadline: '300ms' }));
  await until(() => bed.lines.some(({ message }) => message === 'an error that nobody listens to'));
  const line = bed.lines.find(({ message }) => message === 'an error that nobody listens to');
  expect(line).toMatchObject({ level: 'error', fields: { err: { code: 'ERR_REDIS_UNAVAILABLE' } } });
  await worker.close({ deadline: '200ms' });
});
