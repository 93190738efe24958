import type { AddOptions, Job } from '@longshore/core';
import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { gate, holdingWorker, test, type WorkerBed } from '../support/worker-bed.js';

const WAIT = { timeout: '20s' } as const;

/** Adds jobs, `name` to options, while no worker is there, and tells in which order one that takes one at a time runs them. */
async function order(bed: WorkerBed, jobs: Record<string, AddOptions>): Promise<string[]> {
  const handles = [];
  for (const [name, options] of Object.entries(jobs)) handles.push(await bed.queue.add(name, null, options));
  const ran: string[] = [];
  bed.worker((job: Job) => void ran.push(job.name), { concurrency: 1, prefetch: 0 });
  await Promise.all(handles.map((job) => job.result(WAIT)));
  return ran;
}

test('below 0 goes first, then what has none, then what is above, each first in, first out', async ({ bed }) => {
  expect(
    await order(bed, {
      late: { priority: 10 },
      plain: {},
      later: { priority: 10 },
      last: { priority: 1000 },
      urgent: { priority: -5 },
      plain2: { priority: 0 },
      first: { priority: -1000 },
      urgent2: { priority: -5 },
    }),
  ).toEqual(['first', 'urgent', 'urgent2', 'plain', 'plain2', 'late', 'later', 'last']);
});

test('what comes last goes first where it says so, among those of its priority', async ({ bed }) => {
  expect(
    await order(bed, {
      a: {},
      b: { lifo: true },
      c: { lifo: true },
      low: { priority: 7 },
      low2: { priority: 7, lifo: true },
      low3: { priority: 7, lifo: true },
    }),
  ).toEqual(['c', 'b', 'a', 'low3', 'low2', 'low']);
});

test('many are taken in one batch, in their order', async ({ bed }) => {
  const priorities = [3, -2, 0, 5, -9, 0, 3, -2];
  const jobs = Array.from({ length: 400 }, (_, n) => ({
    name: 'work',
    data: n,
    options: { priority: priorities[n % 8] ?? 0 },
  }));
  const handles = await bed.queue.addBulk(jobs);
  const ran: number[] = [];
  bed.worker((job: Job) => void ran.push(job.data), { concurrency: 100 });
  await Promise.all(handles.map((job) => job.result(WAIT)));
  const expected = jobs.toSorted((a, b) => a.options.priority - b.options.priority || a.data - b.data);
  expect(ran).toEqual(expected.map(({ data }) => data));
});

test('a delayed one takes its place when it is due', async ({ bed }) => {
  const { ran, open } = holdingWorker(bed, { prefetch: 0 });
  await bed.queue.add('hold', null);
  await until(() => ran.length === 1);
  const urgent = await bed.queue.add('urgent', null, { priority: -1, delay: 50 });
  const plain = await bed.queue.add('plain', null);
  const low = await bed.queue.add('low', null, { priority: 1, delay: 20 });
  await until(
    async () =>
      (await bed.redis.zcount(bed.key('delayed'), '-inf', Number((await bed.redis.time())[0]) * 1000 - 1000)) === 2,
  );
  open();
  await Promise.all([urgent, plain, low].map((job) => job.result(WAIT)));
  expect(ran).toEqual(['hold', 'urgent', 'plain', 'low']);
});

describe('a worker that sleeps', () => {
  test('is woken by each', async ({ bed }) => {
    const worker = bed.worker(() => 'done');
    await worker.ready();
    for (const priority of [5, -5, 1, 1000]) {
      const job = await bed.queue.add('work', null, { priority });
      expect(await job.result(WAIT)).toBe('done');
    }
  });

  test('is woken for the rest that another left', async ({ bed }) => {
    const open = gate();
    const running = new Set<string>();
    const handler = async (job: Job) => {
      running.add(job.id);
      await open.opened;
    };
    const workers = [1, 2, 3].map(() => bed.worker(handler, { concurrency: 1, prefetch: 0 }));
    await Promise.all(workers.map((worker) => worker.ready()));
    await bed.queue.addBulk([1, 2, 3].map(() => ({ name: 'work', data: 1, options: { priority: 3 } })));
    await until(() => running.size === 3);
    open.open();
    await until(async () => (await bed.queue.counts()).completed === 3);
  });
});

test('one that goes back keeps its place', async ({ bed }) => {
  const first = await bed.queue.add('a', null, { priority: 2 });
  const open = gate();
  const holding = bed.worker(() => open.opened, { concurrency: 1, prefetch: 0 });
  await until(async () => (await first.state()) === 'active');
  const second = await bed.queue.add('b', null, { priority: 2 });
  await holding.close({ deadline: '200ms' });
  open.open();
  const ran: string[] = [];
  bed.worker((job: Job) => void ran.push(job.name), { concurrency: 1, prefetch: 0 });
  await Promise.all([first, second].map((job) => job.result(WAIT)));
  expect(ran).toEqual(['a', 'b']);
});

test('a retry keeps its priority', async ({ bed }) => {
  const job = await bed.queue.add('work', null, { priority: -3, attempts: 2, backoff: 20 });
  bed.worker((run: Job) => {
    if (run.attempt === 1) throw new Error('again');
    return run.attempt;
  });
  expect(await job.result(WAIT)).toBe(2);
  expect(await bed.redis.hget(bed.key('tries'), job.id)).toMatch(/^1 0 r p-3:\d+$/);
});
