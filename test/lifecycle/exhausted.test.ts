import type { ExhaustedJob } from '@longshore/core';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { test, thrownBy } from '../support/worker-bed.js';

const WAIT = { timeout: '5s' } as const;

const boom = () => {
  throw new Error('boom');
};

test('it is called once, after the last attempt', async ({ bed }) => {
  const calls: [ExhaustedJob, unknown][] = [];
  bed.worker({ work: boom, fine: () => 1 } as never, { onExhausted: (job, error) => calls.push([job, error]) });
  const job = await bed.queue.add('work', { a: 1 }, { attempts: 3, backoff: 1 });
  await thrownBy(job.result(WAIT));
  await (await bed.queue.add('fine', null)).result(WAIT);
  await until(() => calls.length > 0);
  expect(calls).toHaveLength(1);
  expect(calls[0]?.[0]).toMatchObject({
    id: job.id,
    name: 'work',
    queue: bed.queueName,
    attempts: 3,
    job: { data: { a: 1 } },
  });
  expect(calls[0]?.[1]).toMatchObject({ message: 'boom' });
});

test('also for a job whose handler was never called', async ({ bed }) => {
  const calls: [ExhaustedJob, unknown][] = [];
  const codec = { id: 'other', encode: (json: string) => json, decode: (text: string) => text };
  bed.worker({ work: () => 1 } as never, { onExhausted: (job, error) => calls.push([job, error]) });
  const job = await bed.queueNamed(bed.queueName, { codec }).add('work', 1);
  await until(() => calls.length > 0);
  expect(calls[0]?.[0]).toMatchObject({ id: job.id, name: 'work', attempts: 1 });
  expect(calls[0]?.[1]).toMatchObject({ code: 'ERR_CODEC_MISMATCH' });
});

test.for<[string, () => unknown]>([
  ['throws', boom],
  ['rejects', async () => boom()],
])('a hook that %s is logged, and the worker goes on', async ([, onExhausted], { bed }) => {
  bed.worker({ work: boom, fine: () => 1 } as never, { onExhausted });
  await thrownBy((await bed.queue.add('work', null)).result(WAIT));
  await until(() => bed.lines.some(({ level, message }) => level === 'error' && message === 'onExhausted failed'));
  expect(await (await bed.queue.add('fine', null)).result(WAIT)).toBe(1);
});

test('a hook that is no function is refused', ({ bed }) => {
  expect(() => bed.worker(boom, { onExhausted: 'report' as never })).toThrow('options.onExhausted');
});
