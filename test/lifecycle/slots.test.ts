import { type Job, Worker } from '@longshore/core';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { gate, test, type WorkerBed } from '../support/worker-bed.js';

const JOBS = 300;

/** Two queues with a backlog each, in one worker; the order in which their jobs start. */
async function share(bed: WorkerBed, concurrency: number, weights: readonly [number, number]): Promise<string[]> {
  const names = [`${bed.queueName}-a`, `${bed.queueName}-b`];
  for (const name of names) {
    await bed.queueNamed(name).addBulk(Array.from({ length: JOBS }, () => ({ name: 'work', data: null })));
  }
  const order: string[] = [];
  const queues = names.map((queue, i) => ({
    queue,
    weight: weights[i] as number,
    handlers: async () => {
      order.push(queue);
      await new Promise((resolve) => setTimeout(resolve, 1));
    },
  }));
  const worker = bed.own(new Worker(queues, { ...bed.common, concurrency, prefetch: 0 }));
  await until(() => order.length === 2 * JOBS, 30_000);
  await worker.close();
  return order.map((name) => name.slice(-1));
}

const count = (order: readonly string[], which: string) => order.filter((name) => name === which).length;

test.for([1, 2, 10])('with %i slots both queues progress, in equal parts', async (concurrency, { bed }) => {
  const order = await share(bed, concurrency, [1, 1]);
  // While both have a backlog; the start-up may favour the one that registered first.
  const both = order.slice(0, JOBS);
  expect(count(both, 'a')).toBeGreaterThan(JOBS * 0.35);
  expect(count(both, 'b')).toBeGreaterThan(JOBS * 0.35);
  expect([count(order, 'a'), count(order, 'b')]).toEqual([JOBS, JOBS]);
});

test.for([1, 10])('with %i slots a queue of weight 4 gets more than one of weight 1', async (concurrency, { bed }) => {
  const order = await share(bed, concurrency, [4, 1]);
  const both = order.slice(0, JOBS);
  expect(count(both, 'a')).toBeGreaterThan(2 * count(both, 'b'));
  expect(count(both, 'b')).toBeGreaterThan(JOBS * 0.08);
});

test('a queue alone with a backlog gets all the slots', async ({ bed }) => {
  const busy = `${bed.queueName}-busy`;
  const finish = gate();
  let running = 0;
  const work = async () => {
    running++;
    await finish.opened;
  };
  await bed.queueNamed(busy).addBulk(Array.from({ length: 8 }, () => ({ name: 'work', data: null })));
  const queues = [
    { queue: busy, handlers: work, weight: 1 },
    { queue: `${bed.queueName}-idle`, handlers: work, weight: 9 },
  ];
  bed.own(new Worker(queues, { ...bed.common, concurrency: 8 }));
  await until(() => running === 8);
  finish.open();
});

test('never more handlers run at once than there are slots, over all queues', async ({ bed }) => {
  let running = 0;
  let most = 0;
  let done = 0;
  const handlers = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running--;
    done++;
  };
  const names = ['a', 'b', 'c'].map((letter) => `${bed.queueName}-${letter}`);
  for (const name of names) {
    await bed.queueNamed(name).addBulk(Array.from({ length: 40 }, () => ({ name: 'work', data: null })));
  }
  bed.own(
    new Worker(
      names.map((queue) => ({ queue, handlers })),
      { ...bed.common, concurrency: 4 },
    ),
  );
  await until(() => done === 120);
  expect(most).toBe(4);
});

test('concurrency can be raised and lowered while jobs run', async ({ bed }) => {
  const held = new Map<string, () => void>();
  const worker = bed.worker(
    async (job: Job) => {
      const { opened, open } = gate();
      held.set(job.id, open);
      await opened;
      held.delete(job.id);
    },
    { concurrency: 2, prefetch: 0 },
  );
  const release = (count: number) => {
    for (const open of [...held.values()].slice(0, count)) open();
  };
  await bed.queue.addBulk(Array.from({ length: 30 }, () => ({ name: 'work', data: null })));
  await until(() => held.size === 2);
  worker.concurrency = 6;
  expect(worker.concurrency).toBe(6);
  await until(() => held.size === 6);
  worker.concurrency = 1;
  release(5);
  await until(async () => (await bed.queue.counts()).completed === 5);
  expect([held.size, worker.running]).toEqual([1, 1]);
  for (let done = 6; done <= 10; done++) {
    release(1);
    await until(async () => held.size === 1 && (await bed.queue.counts()).completed === done);
    expect(worker.running).toBe(1);
  }
  expect(() => {
    worker.concurrency = 0;
  }).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }));
  worker.concurrency = 100;
  await until(async () => {
    release(100);
    return (await bed.queue.counts()).completed === 30;
  });
});
