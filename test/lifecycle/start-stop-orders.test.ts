import { Worker } from '@longshore/core';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { test, type WorkerBed } from '../support/worker-bed.js';

type Step = 'start A' | 'ready A' | 'close A' | 'start B' | 'close B' | 'add';

const STEPS: readonly Step[] = ['start A', 'ready A', 'close A', 'start B', 'close B', 'add'];
/** What has to come before what. */
const BEFORE: readonly [Step, Step][] = [
  ['start A', 'ready A'],
  ['ready A', 'close A'],
  ['start B', 'close B'],
];
const JOBS = 30;

/** All orders of the steps in which a worker is started before anything else happens to it. */
function orders(left: readonly Step[] = STEPS, done: readonly Step[] = []): Step[][] {
  if (left.length === 0) return [[...done]];
  return left
    .filter((step) => BEFORE.every(([first, then]) => then !== step || done.includes(first)))
    .flatMap((step) =>
      orders(
        left.filter((other) => other !== step),
        [...done, step],
      ),
    );
}

async function take(order: readonly Step[], bed: WorkerBed, name: string): Promise<Map<string, number>> {
  const runs = new Map<string, number>();
  const queue = bed.queueNamed(name);
  const handler = async ({ id }: { id: string }) => {
    runs.set(id, (runs.get(id) ?? 0) + 1);
    // Some are over in the same turn, some are running when the next step is taken.
    if (runs.size % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const workers = new Map<string, Worker>();
  const start = () => bed.own(new Worker(name, handler, { ...bed.common, concurrency: 4 }));
  for (const step of order) {
    const [verb, which = ''] = step.split(' ');
    if (verb === 'start') workers.set(which, start());
    else if (verb === 'ready') await workers.get(which)?.ready();
    else if (verb === 'close') await workers.get(which)?.close({ deadline: '10s' });
    else await queue.addBulk(Array.from({ length: JOBS }, () => ({ name: 'work', data: null })));
  }
  const last = start();
  await until(async () => (await queue.counts()).completed === JOBS);
  await last.close();
  return runs;
}

test('workers start and stop in every order around jobs, and each job runs once', async ({ bed }) => {
  const all = orders();
  expect(all).toHaveLength(60);
  for (const [i, order] of all.entries()) {
    const runs = await take(order, bed, `${bed.queueName}-${i}`);
    expect({ order, runs: [...runs.values()] }).toEqual({ order, runs: Array(JOBS).fill(1) });
  }
});

test('twenty workers of a queue start and stop at once while jobs are added', async ({ bed }) => {
  const runs = new Map<string, number>();
  const handler = ({ id }: { id: string }) => {
    runs.set(id, (runs.get(id) ?? 0) + 1);
  };
  await bed.queue.add('first', null);
  for (let round = 0; round < 5; round++) {
    const workers = Array.from({ length: 4 }, () => bed.worker(handler, { concurrency: 3 }));
    const adding = bed.queue.addBulk(Array.from({ length: 40 }, () => ({ name: 'work', data: null })));
    await Promise.all(workers.slice(0, 3).map((worker) => worker.close()));
    await adding;
  }
  await until(async () => (await bed.queue.counts()).completed === 201);
  expect([...runs.values()].filter((count) => count !== 1)).toEqual([]);
  expect(runs.size).toBe(201);
});
