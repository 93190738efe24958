import { type Codec, defineQueue, Queue, type QueueDefinition, type StandardSchema, Worker } from '@longshore/core';
import { expect, expectTypeOf } from 'vitest';
import { z } from 'zod';
import { test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

const WAIT = { timeout: '5s' } as const;

const inRange = z.number().refine(async (value) => value < 100, 'too much');

const schemas = {
  sum: {
    data: z.object({ parts: z.array(z.coerce.number()), note: z.string().transform((text) => text.length) }),
    result: z.object({
      total: inRange,
      kind: z
        .string()
        .default('sum')
        .transform((kind) => kind.length),
    }),
  },
  free: { data: z.object({}) },
};

const stored = (bed: WorkerBed, id: string) => bed.redis.get(bed.key(`job:${id}`));

async function endOf(bed: WorkerBed, id: string): Promise<unknown[]> {
  return JSON.parse((await bed.redis.get(bed.key(`end:${id}`))) ?? 'null');
}

function open(bed: WorkerBed, run: (data: { parts: number[]; note: number }) => never, attempts = 5) {
  const sums = defineQueue(bed.queueName, schemas, { attempts, backoff: 1 });
  const queue = bed.own(new Queue(sums, bed.common));
  const worker = bed.own(new Worker(sums, { sum: (job) => run(job.data), free: () => 'anything' }, bed.common));
  return { queue, worker };
}

test('what was passed is stored, and each run gets what the schema makes of it', async ({ bed }) => {
  const seen: unknown[] = [];
  const { queue } = open(bed, (data) => {
    seen.push(data);
    if (seen.length === 1) throw new Error('once more');
    return { total: data.parts.reduce((a, b) => a + b) } as never;
  });
  const job = await queue.add('sum', { parts: ['1', 2], note: 'four' });
  await job.result(WAIT);
  expect(await stored(bed, job.id)).toContain('{"parts":["1",2],"note":"four"}');
  expect(seen).toEqual([
    { parts: [1, 2], note: 4 },
    { parts: [1, 2], note: 4 },
  ]);
});

test('the output of the result schema is what is stored, told and returned', async ({ bed }) => {
  const { queue, worker } = open(bed, () => ({ total: 3, more: 'is dropped' }) as never);
  const told = new Promise((resolve) => worker.once('completed', (_job, result) => resolve(result)));
  const job = await queue.add('sum', { parts: [], note: '' });
  const result = await job.result(WAIT);
  expectTypeOf(result).toEqualTypeOf<{ total: number; kind: number }>();
  expect(result).toEqual({ total: 3, kind: 3 });
  expect(await told).toEqual({ total: 3, kind: 3 });
  expect((await endOf(bed, job.id))[2]).toEqual([{ total: 3, kind: 3 }]);
});

test.for<[string, unknown, string]>([
  ['of another shape', { total: 'much' }, 'result.total'],
  ['that an asynchronous check refuses', { total: 100 }, 'result.total'],
  ['that is missing', undefined, 'result'],
  ['deep in it', { total: 1, kind: [1] }, 'result.kind'],
])('a result %s fails the job without a retry, and tells the path', async ([, result, field], { bed }) => {
  let runs = 0;
  const { queue, worker } = open(bed, () => {
    runs++;
    return result as never;
  });
  const failed = new Promise((resolve) => worker.once('failed', (_job, error) => resolve(error)));
  const job = await queue.add('sum', { parts: [], note: '' });
  const error = await thrownBy(job.result(WAIT));
  expect(error).toMatchObject({ attempts: 1, failure: { code: 'ERR_INVALID_RESULT', name: 'InvalidResultError' } });
  expect(error.message).toContain(`${field}: `);
  expect(await failed).toMatchObject({ code: 'ERR_INVALID_RESULT', field });
  expect(runs).toBe(1);
  // And the worker goes on; a name without a schema for its result may return anything.
  expect(await (await queue.add('free', {})).result(WAIT)).toBe('anything');
});

const throwing: StandardSchema<number, number> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate() {
      throw new Error('the schema is broken');
    },
  },
};

test('a schema that throws fails the job without a retry', async ({ bed }) => {
  const broken = defineQueue(bed.queueName, { work: { result: throwing } }, { attempts: 3, backoff: 1 });
  bed.own(new Worker(broken, { work: () => 1 }, bed.common));
  const job = await bed.own(new Queue(broken, bed.common)).add('work', null);
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ attempts: 1, failure: { code: 'ERR_INVALID_RESULT' } });
});

test('a checked result that cannot be stored fails as any other', async ({ bed }) => {
  const big = defineQueue(bed.queueName, { work: { result: z.any() } }, { attempts: 3, backoff: 1 });
  bed.own(new Worker(big, { work: (job) => (job.data === 'big' ? 'x'.repeat(1_048_600) : 10n) }, bed.common));
  const queue = bed.own(new Queue(big, bed.common));
  for (const data of ['big', 'bigint']) {
    const error = await thrownBy((await queue.add('work', data)).result(WAIT));
    expect(error).toMatchObject({ attempts: 1, failure: { code: 'ERR_UNRECOVERABLE' } });
    expect(error.message).toContain("the handler's result cannot be stored");
  }
});

test('types: what producers pass, handlers get and return, and what result() gives', () => {
  const sums = defineQueue('sums', schemas, { attempts: 2 });
  type Jobs = NonNullable<(typeof sums)['jobs']>;
  expectTypeOf<Jobs['sum']['input']['note']>().toEqualTypeOf<string>();
  expectTypeOf<Jobs['sum']['data']>().toEqualTypeOf<{ parts: number[]; note: number }>();
  expectTypeOf<Jobs['sum']['returned']>().toEqualTypeOf<{ total: number; kind?: string | undefined }>();
  expectTypeOf<Jobs['sum']['result']>().toEqualTypeOf<{ total: number; kind: number }>();
  const codec: Codec = { id: 'plain', encode: (json) => json, decode: async (text) => text };
  expectTypeOf(defineQueue('sums', schemas, { codec, priority: 1 })).toEqualTypeOf(sums);
  // Without schemas and types everything goes, also where options are given.
  expectTypeOf(defineQueue('sums', {}, { codec })).toEqualTypeOf<QueueDefinition>();
  // @ts-expect-error: decode is missing
  expect(() => defineQueue('sums', schemas, { codec: { id: 'half', encode: String } })).toThrow('defaults.codec');
  // @ts-expect-error: there is no such option
  expect(() => defineQueue('sums', schemas, { codecs: codec })).toThrow('defaults.codecs');
});
