import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Codec, defineQueue, type Job, Queue, Worker, type WorkerOptions } from '@longshore/core';
import { expect } from 'vitest';
import { z } from 'zod';
import { test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

const WAIT = { timeout: '5s' } as const;

const deflate: Codec = {
  id: 'deflate',
  encode: (json) => deflateRawSync(json).toString('base64'),
  decode: (text) => inflateRawSync(Buffer.from(text, 'base64')).toString(),
};

const brotli: Codec = {
  id: 'brotli',
  encode: async (json) => (await promisify(brotliCompress)(json)).toString('base64'),
  decode: async (text) => (await promisify(brotliDecompress)(Buffer.from(text, 'base64'))).toString(),
};

function aesWith(key: Buffer): Codec {
  return {
    id: 'aes-256-gcm',
    encode(json) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const text = Buffer.concat([cipher.update(json, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
    },
    decode(text) {
      const bytes = Buffer.from(text, 'base64');
      const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      cipher.setAuthTag(bytes.subarray(12, 28));
      return cipher.update(bytes.subarray(28), undefined, 'utf8') + cipher.final('utf8');
    },
  };
}
const aes = aesWith(randomBytes(32));

const echo = (job: Job) => job.data;

const producer = (bed: WorkerBed, codec: Codec | undefined) =>
  bed.own(new Queue(bed.queueName, codec ? { ...bed.common, codec } : bed.common));

const working = (bed: WorkerBed, codec: Codec | undefined, run = echo, options: Partial<WorkerOptions> = {}) =>
  bed.worker({ work: run } as never, codec ? { ...options, codec } : options);

/** Everything that stands in Redis about this queue. */
async function everything(bed: WorkerBed): Promise<string> {
  const texts: unknown[] = [];
  for (const key of await bed.redis.keys(bed.key('*')))
    texts.push(await bed.redis.dumpBuffer(key), await textOf(bed, key));
  return texts.map(String).join('\n');
}

async function textOf(bed: WorkerBed, key: string): Promise<string> {
  return (await bed.redis.type(key)) === 'string' ? ((await bed.redis.get(key)) ?? '') : '';
}

test.for<[string, Codec]>([
  ['deflate', deflate],
  ['brotli, asynchronous', brotli],
  ['AES-GCM', aes],
])('%s: data and results come back as they were', async ([, codec], { bed }) => {
  working(bed, codec);
  const queue = producer(bed, codec);
  const values = [null, 0, '', 'Zoë 🚢 \u0000 \n"\\', [], { a: [1, { b: null }] }, 'x'.repeat(20_000)];
  const jobs = await queue.addBulk(values.map((data) => ({ name: 'work', data })));
  expect(await Promise.all(jobs.map((job) => job.result(WAIT)))).toStrictEqual(values);
  expect(await queue.job(jobs[5]?.id as string).result(WAIT)).toStrictEqual(values[5]);
});

test('what is encrypted stands nowhere in Redis as it was, large data and results included', async ({ bed }) => {
  const secrets = ['the-secret-of-data', 'the-secret-of-results'] as const;
  working(bed, aes, () => ({ answer: secrets[1], more: randomBytes(6000).toString('hex') }));
  const queue = producer(bed, aes);
  for (const more of ['', randomBytes(6000).toString('hex')]) {
    const job = await queue.add('work', { secret: secrets[0], more }, { attempts: 2 });
    expect(await job.result(WAIT)).toMatchObject({ answer: secrets[1] });
  }
  const kept = await everything(bed);
  expect(kept).toContain('"codec":"aes-256-gcm"');
  for (const secret of secrets) expect(kept).not.toContain(secret);
});

test('nothing returned is stored as nothing, and what is returned ends with the id of the codec', async ({ bed }) => {
  working(bed, deflate, (job) => (job.data === 'nothing' ? undefined : job.data));
  const queue = producer(bed, deflate);
  const nothing = await queue.add('work', 'nothing');
  const some = await queue.add('work', 'some');
  expect([await nothing.result(WAIT), await some.result(WAIT)]).toEqual([undefined, 'some']);
  const outcome = async (id: string) => JSON.parse((await bed.redis.get(bed.key(`end:${id}`))) as string)[2];
  expect(await outcome(nothing.id)).toEqual([]);
  expect(await outcome(some.id)).toEqual([deflate.encode('"some"'), 'deflate']);
});

test.for<[string, Codec | undefined]>([
  ['without a codec', undefined],
  ['with another codec', brotli],
])('a worker %s fails the job without a retry and without calling its handler', async ([, codec], { bed }) => {
  let runs = 0;
  working(bed, codec, () => {
    runs++;
  });
  const job = await producer(bed, deflate).add('work', 1, { attempts: 5, backoff: 1 });
  const error = await thrownBy(job.result(WAIT));
  expect(error).toMatchObject({ attempts: 1, failure: { code: 'ERR_CODEC_MISMATCH' } });
  expect(error.message).toContain('written by the codec deflate');
  expect(runs).toBe(0);
});

test('a handle without the codec, or with another, gets an error and no garbage', async ({ bed }) => {
  working(bed, deflate);
  const job = await producer(bed, deflate).add('work', { a: 1 });
  expect(await job.result(WAIT)).toEqual({ a: 1 });
  for (const codec of [undefined, brotli]) {
    const error = await thrownBy(producer(bed, codec).job(job.id).result(WAIT));
    expect(error).toMatchObject({ code: 'ERR_CODEC_MISMATCH', writtenBy: 'deflate', codec: codec?.id });
  }
  // State and failures are readable for everybody.
  expect(await bed.queue.job(job.id).state()).toBe('completed');
});

test('jobs from before there was a codec still run, and their results are encoded', async ({ bed }) => {
  const job = await bed.queue.add('work', { old: true });
  working(bed, deflate);
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ code: 'ERR_CODEC_MISMATCH' });
  expect(await producer(bed, deflate).job(job.id).result(WAIT)).toEqual({ old: true });
});

test('another key fails the job without a retry; the worker goes on', async ({ bed }) => {
  working(bed, aes);
  const job = await producer(bed, aesWith(randomBytes(32))).add('work', 1, { attempts: 5, backoff: 1 });
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ attempts: 1, failure: { code: 'ERR_CODEC_FAILED' } });
  expect(await (await producer(bed, aes).add('work', 2)).result(WAIT)).toBe(2);
});

const refusing = (part: 'encode' | 'decode', answer: () => unknown): Codec =>
  ({ ...deflate, [part]: answer }) as unknown as Codec;
const boom = () => {
  throw new Error('no key');
};

test.for<[string, () => unknown]>([
  ['throws', boom],
  ['rejects', async () => boom()],
  ['gives no text', () => 7],
  ['gives no JSON', () => '{'],
])('a decode that %s: the job fails without a retry, and result() rejects', async ([, answer], { bed }) => {
  const bad = refusing('decode', answer);
  const worker = working(bed, bad);
  const queue = producer(bed, bad);
  const job = await queue.add('work', 1, { attempts: 5, backoff: 1 });
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ attempts: 1, failure: { code: 'ERR_CODEC_FAILED' } });
  await worker.close();
  working(bed, deflate);
  const fine = await queue.add('work', 2);
  expect(await thrownBy(fine.result(WAIT))).toMatchObject({ code: 'ERR_CODEC_FAILED', field: 'result' });
});

test.for<[string, () => unknown]>([
  ['throws', boom],
  ['rejects', async () => boom()],
  ['gives no text', () => null],
])('an encode that %s: nothing is added, and a result fails its job without a retry', async ([, answer], { bed }) => {
  const bad = refusing('encode', answer);
  const wrong = producer(bed, bad);
  expect(await thrownBy(wrong.add('work', 1))).toMatchObject({ code: 'ERR_CODEC_FAILED', field: 'data' });
  const many = wrong.addBulk([{ name: 'work', data: 1 }]);
  expect(await thrownBy(many)).toMatchObject({ code: 'ERR_CODEC_FAILED', field: 'jobs[0].data' });
  expect((await bed.queue.counts()).waiting).toBe(0);
  working(bed, bad);
  const job = await producer(bed, deflate).add('work', 1, { attempts: 5, backoff: 1 });
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ attempts: 1, failure: { code: 'ERR_CODEC_FAILED' } });
});

test('the limit of size is one of what is stored', async ({ bed }) => {
  working(bed, deflate);
  const queue = producer(bed, deflate);
  const roomy = 'x'.repeat(3_000_000);
  expect(await (await queue.add('work', roomy)).result(WAIT)).toBe(roomy);
  const dense = randomBytes(900_000).toString('base64');
  expect(await thrownBy(queue.add('work', dense))).toMatchObject({ code: 'ERR_PAYLOAD_TOO_LARGE', field: 'data' });
  expect(await thrownBy(queue.add('work', { big: 10n }))).toMatchObject({ code: 'ERR_INVALID_PAYLOAD' });
});

test('schemas see values, never what is stored; a definition carries the codec to both sides', async ({ bed }) => {
  const counter = { data: z.object({ n: z.coerce.number() }), result: z.object({ n: z.number() }) };
  const definition = defineQueue(bed.queueName, { work: counter }, { attempts: 2, codec: aes });
  bed.own(new Worker(definition, { work: (job) => ({ n: job.data.n + 1 }) }, bed.common));
  const queue = bed.own(new Queue(definition, bed.common));
  expect(await (await queue.add('work', { n: '1' })).result(WAIT)).toEqual({ n: 2 });
  expect(await thrownBy(queue.add('work', {} as never))).toMatchObject({ code: 'ERR_INVALID_PAYLOAD' });
});

test('the codec of a queue goes before that of its worker, and that before the definition', async ({ bed }) => {
  const other = `${bed.queueName}-other`;
  const list = [
    { queue: bed.queueName, handlers: { work: echo } },
    { queue: defineQueue(other, {}, { codec: aes }), handlers: { work: echo }, codec: brotli },
  ];
  bed.own(new Worker(list, { ...bed.common, codec: deflate }));
  expect(await (await producer(bed, deflate).add('work', 1)).result(WAIT)).toBe(1);
  expect(await (await bed.queueNamed(other, { codec: brotli }).add('work', 2)).result(WAIT)).toBe(2);
});

test.for<[string, unknown, string]>([
  ['a word', 'deflate', 'options.codec'],
  ['null', null, 'options.codec'],
  ['no decode', { id: 'x', encode: String }, 'options.codec'],
  ['no id', { encode: String, decode: String }, 'options.codec.id'],
  ['an id with a space', { id: 'a b', encode: String, decode: String }, 'options.codec.id'],
])('a codec that is %s is refused, and the field named', ([, codec, field], { bed }) => {
  const options = { ...bed.common, codec } as never;
  expect(() => new Queue(bed.queueName, options)).toThrow(field);
  expect(() => new Worker(bed.queueName, echo, options)).toThrow(field);
  expect(() => defineQueue(bed.queueName, {}, { codec } as never)).toThrow(field.replace('options', 'defaults'));
});
