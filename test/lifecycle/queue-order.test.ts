import { setTimeout as sleep } from 'node:timers/promises';
import { Worker, type WorkerOptions } from '@longshore/core';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { test, type WorkerBed } from '../support/worker-bed.js';

const STRICT = { order: 'strict', concurrency: 1, prefetch: 0 } as const;

/** A worker of two queues, the first of which is named first; `ran` tells whose jobs ran, in their order. */
function serve(bed: WorkerBed, options: Partial<WorkerOptions>, ms = 1) {
  const ran: string[] = [];
  const queues = ['first', 'second'].map((name) => ({
    queue: `${bed.queueName}-${name}`,
    handlers: async () => {
      ran.push(name);
      await sleep(ms);
    },
  }));
  const worker = bed.own(new Worker(queues, { ...bed.common, autorun: false, ...options }));
  const queueOf = (name: string) => bed.queueNamed(`${bed.queueName}-${name}`);
  const add = (name: string, count: number) =>
    queueOf(name).addBulk(Array.from({ length: count }, () => ({ name: 'work', data: null })));
  return { ran, worker, add, queueOf };
}

const repeated = (name: string, count: number) => Array.from({ length: count }, () => name);

test('in strict order all jobs of the first queue run before any of the second', async ({ bed }) => {
  const { ran, worker, add } = serve(bed, STRICT);
  await add('second', 60);
  await add('first', 60);
  worker.run();
  await until(() => ran.length === 120, 30_000);
  expect(ran).toEqual([...repeated('first', 60), ...repeated('second', 60)]);
});

test('with several slots too, whoever is registered first', async ({ bed }) => {
  const { ran, worker, add } = serve(bed, { ...STRICT, concurrency: 5 });
  await add('second', 100);
  await add('first', 100);
  worker.run();
  await until(() => ran.length === 200, 30_000);
  expect(ran).toEqual([...repeated('first', 100), ...repeated('second', 100)]);
});

test('what comes to the first queue goes before the backlog of the second', async ({ bed }) => {
  const { ran, worker, add } = serve(bed, STRICT, 50);
  await add('second', 400);
  worker.run();
  await until(() => ran.length > 60);
  await add('first', 20);
  await until(() => ran.filter((name) => name === 'first').length === 20, 30_000);
  expect(ran.length).toBeLessThan(400);
  const from = ran.indexOf('first');
  expect(ran.slice(from, from + 20)).toEqual(repeated('first', 20));
  await worker.close();
});

test('the second queue is served while the first is paused, and no longer when it goes on', async ({ bed }) => {
  const { ran, worker, add, queueOf } = serve(bed, STRICT, 20);
  await add('first', 40);
  await add('second', 400);
  worker.run();
  await until(() => ran.length === 5);
  await queueOf('first').pause();
  await until(() => ran.includes('second'));
  await queueOf('first').resume();
  await until(() => ran.filter((name) => name === 'first').length === 40, 30_000);
  expect(ran.slice(0, 5)).toEqual(repeated('first', 5));
  expect(ran.length).toBeLessThan(400);
  await worker.close();
});

test('slots that the first queue cannot fill go to the second', async ({ bed }) => {
  const { ran, worker, add } = serve(bed, { ...STRICT, concurrency: 4 }, 20_000);
  await add('first', 2);
  await add('second', 5);
  worker.run();
  await until(() => ran.length === 4);
  expect(ran).toEqual(['first', 'first', 'second', 'second']);
  await worker.close({ deadline: 100 });
});

test('by weights, a queue that had nothing for long is not forgotten while another keeps all slots busy', async ({
  bed,
}) => {
  const { ran, worker, add } = serve(bed, { concurrency: 1, prefetch: 0 }, 50);
  await add('second', 400);
  worker.run();
  // Longer than a blocked read of the first queue.
  await until(() => ran.length > 60);
  await add('first', 1);
  await until(() => ran.includes('first'), 30_000);
  expect(ran.length).toBeLessThan(400);
  await worker.close();
});
