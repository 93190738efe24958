import type { Job } from '@longshore/core';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { test, thrownBy } from '../support/worker-bed.js';

// What users write may be wrong in ways that must cost one job at most, never a slot or the process.

const boom = () => {
  throw new Error('boom');
};

test.for([
  { what: 'throws', backoff: boom },
  { what: 'answers no duration', backoff: () => 'soon' as never },
])('a backoff that $what: the default wait is taken, and it is logged', async ({ backoff }, { bed }) => {
  const delays: number[] = [];
  const worker = bed.worker({ work: { run: boom, attempts: 2, backoff } });
  worker.on('retrying', (_job, _error, delayMs) => delays.push(delayMs));
  const job = await bed.queue.add('work', null);
  await until(() => delays.length > 0);
  expect(delays[0]).toBeGreaterThanOrEqual(500);
  expect(delays[0]).toBeLessThanOrEqual(1000);
  expect(bed.lines).toContainEqual(
    expect.objectContaining({ level: 'warn', message: expect.stringContaining('the backoff of a handler failed') }),
  );
  expect(await thrownBy(job.result({ timeout: '10s' }))).toMatchObject({ code: 'ERR_JOB_FAILED', attempts: 2 });
  expect(worker.running).toBe(0);
});

test('an error that cannot be read fails its job, and the slot is free again', async ({ bed }) => {
  const hostile = new Proxy(new Error('x'), { get: boom, getPrototypeOf: () => Error.prototype });
  const worker = bed.worker(
    {
      bad: () => {
        throw hostile;
      },
      good: () => 'fine',
    },
    { concurrency: 1 },
  );
  const bad = await bed.queue.add('bad', null);
  expect(await thrownBy(bad.result({ timeout: '10s' }))).toMatchObject({ code: 'ERR_JOB_FAILED' });
  const good = await bed.queue.add('good', null);
  expect(await good.result({ timeout: '10s' })).toBe('fine');
  expect(worker.running).toBe(0);
});

test('a handler may change the data it gets: the next attempt gets what was added', async ({ bed }) => {
  const seen: unknown[] = [];
  bed.worker((job: Job) => {
    seen.push(structuredClone(job.data));
    job.data.list.push('changed');
    if (job.attempt < 3) throw new Error('again');
  });
  const job = await bed.queue.add('work', { list: [] }, { attempts: 3, backoff: 1 });
  await job.result({ timeout: '10s' });
  expect(seen).toEqual([{ list: [] }, { list: [] }, { list: [] }]);
});

test('a thenable and a generator are results like any other', async ({ bed }) => {
  bed.worker({
    // biome-ignore lint/suspicious/noThenProperty: it is what is tested
    thenable: () => ({ then: (resolve: (value: string) => void) => resolve('from a thenable') }) as never,
    generator: function* () {
      yield 1;
    } as never,
  });
  const [thenable, generator] = await bed.queue.addBulk([
    { name: 'thenable', data: null },
    { name: 'generator', data: null },
  ]);
  expect(await thenable?.result({ timeout: '10s' })).toBe('from a thenable');
  expect(await generator?.result({ timeout: '10s' })).toEqual({});
});
