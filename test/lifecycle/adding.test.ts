import type { Job } from '@longshore/core';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { test, thrownBy } from '../support/worker-bed.js';

const WAIT = { timeout: '15s' } as const;

test('jobs of addBulk run in their order with one slot, over several calls', async ({ bed }) => {
  const order: number[] = [];
  const jobs = Array.from({ length: 2500 }, (_, n) => ({ name: 'work', data: n }));
  const handles = await bed.queue.addBulk(jobs);
  expect(new Set(handles.map(({ id }) => id)).size).toBe(2500);
  expect(handles.every(({ created }) => created)).toBe(true);
  bed.worker(
    (job: Job) => {
      order.push(job.data);
    },
    { concurrency: 1 },
  );
  await until(async () => (await bed.queue.counts()).completed === 2500, 30_000);
  expect(order).toEqual(jobs.map(({ data }) => data));
});

test('single adds of one tick run in their order too', async ({ bed }) => {
  const order: number[] = [];
  await Promise.all(Array.from({ length: 100 }, (_, n) => bed.queue.add('work', n)));
  bed.worker(
    (job: Job) => {
      order.push(job.data);
    },
    { concurrency: 1 },
  );
  await until(() => order.length === 100);
  expect(order).toEqual(Array.from({ length: 100 }, (_, n) => n));
});

test('the same jobId adds nothing twice, while it waits and when it has ended', async ({ bed }) => {
  const runs: unknown[] = [];
  const first = await bed.queue.add('work', 'first', { jobId: 'order-1' });
  const second = await bed.queue.add('work', 'second', { jobId: 'order-1' });
  expect([first.id, first.created, second.id, second.created]).toEqual(['order-1', true, 'order-1', false]);
  bed.worker((job: Job) => {
    runs.push(job.data);
    return job.data;
  });
  expect(await second.result(WAIT)).toBe('first');
  const third = await bed.queue.add('work', 'third', { jobId: 'order-1' });
  expect(third.created).toBe(false);
  expect(await third.result(WAIT)).toBe('first');
  expect(runs).toEqual(['first']);
});

test('the same jobId in one tick and in one addBulk: the first is the one', async ({ bed }) => {
  const singles = await Promise.all(['a', 'b', 'c'].map((data) => bed.queue.add('work', data, { jobId: 'x' })));
  expect(singles.map(({ created }) => created)).toEqual([true, false, false]);
  const options = { jobId: 'y' };
  const bulk = await bed.queue.addBulk(['d', 'e', 'f'].map((data) => ({ name: 'work', data, options })));
  expect(bulk.map(({ created }) => created)).toEqual([true, false, false]);
  bed.worker((job: Job) => job.data);
  expect([await singles[2]?.result(WAIT), await bulk[2]?.result(WAIT)]).toEqual(['a', 'd']);
});

test('bodies of 100 kB arrive whole, among small ones, and a retry has its own again', async ({ bed }) => {
  const body = (n: number) => `${n}:${'Zoë 🚢\n'.repeat(12_000)}`;
  bed.worker(
    (job: Job) => {
      if (job.data.n % 5 === 0 && job.attempt === 1) throw new Error('once more');
      return job.data.n % 2 === 0 ? job.data.text === body(job.data.n) : job.data.text;
    },
    { concurrency: 8 },
  );
  const jobs = await bed.queue.addBulk(
    Array.from({ length: 40 }, (_, n) => ({
      name: 'work',
      data: { n, text: n % 2 === 0 ? body(n) : 'small' },
      options: { attempts: 2, backoff: 1 },
    })),
  );
  const results = await Promise.all(jobs.map((job) => job.result(WAIT)));
  expect(results).toEqual(Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? true : 'small')));
});

test('data up to 1 MiB is taken, more is refused and nothing is sent', async ({ bed }) => {
  const whole = 'x'.repeat(1_048_574);
  bed.worker((job: Job) => job.data.length);
  expect(await (await bed.queue.add('work', whole)).result(WAIT)).toBe(1_048_574);
  const error = await thrownBy(bed.queue.add('work', `${whole}y`, { jobId: 'too-large' }));
  expect(error).toMatchObject({ code: 'ERR_PAYLOAD_TOO_LARGE', field: 'data', bytes: 1_048_577 });
  expect(await thrownBy(bed.queue.job('too-large').state())).toMatchObject({ code: 'ERR_JOB_REMOVED' });
});

test.for<[string, unknown, string]>([
  ['a Date', { at: [new Date(0)] }, 'data.at[0]'],
  ['a Map', new Map(), 'data'],
  ['undefined inside', { a: { b: undefined } }, 'data.a.b'],
  ['a BigInt', { 'no name': 1n }, 'data["no name"]'],
  ['NaN', [1, Number.NaN], 'data[1]'],
  ['a function', { f: () => null }, 'data.f'],
])('%s is no data, and the error names the path', async ([, data, field], { bed }) => {
  const error = await thrownBy(bed.queue.add('work', data));
  expect(error).toMatchObject({ code: 'ERR_INVALID_PAYLOAD', field });
  const bulk = bed.queue.addBulk([
    { name: 'work', data: 1 },
    { name: 'work', data },
  ]);
  expect(await thrownBy(bulk)).toMatchObject({ field: field.replace('data', 'jobs[1].data') });
  expect((await bed.queue.counts()).waiting).toBe(0);
});

test('a delayed job is not run before its time by the clock of Redis', async ({ bed }) => {
  const now = async () => {
    const [seconds, micros] = await bed.redis.time();
    return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
  };
  bed.worker(() => now());
  const from = await now();
  const [delayed, dated] = await Promise.all([
    bed.queue.add('work', null, { delay: '200ms' }),
    bed.queue.add('work', null, { runAt: new Date(from + 250) }),
  ]);
  expect(await delayed.state()).toBe('delayed');
  expect(Number(await delayed.result(WAIT)) - from).toBeGreaterThanOrEqual(200);
  expect(Number(await dated.result(WAIT)) - from).toBeGreaterThanOrEqual(250);
});
