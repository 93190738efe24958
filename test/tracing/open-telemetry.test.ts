import { type Job, Queue, RetryLaterError } from '@longshore/core';
import { openTelemetry } from '@longshore/core/opentelemetry';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

const WAIT = { timeout: '10s' } as const;
const PARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const telemetry = openTelemetry({ tracerProvider: provider });

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => context.disable());
beforeEach(() => exporter.reset());

/** A queue of the same name that is traced; the bed's own is not. */
const tracedQueue = (bed: WorkerBed) => bed.own(new Queue(bed.queueName, { ...bed.common, telemetry }));

/** All spans of this name, the first to begin first, once there are as many. */
async function spansOf(name: string, count: number): Promise<ReadableSpan[]> {
  const find = () => exporter.getFinishedSpans().filter((span) => span.name === name);
  // A job's result may be here before the promise that ends its span.
  await expect.poll(() => find().length).toBe(count);
  return find();
}

const parentOf = (span: ReadableSpan | undefined) => span?.parentSpanContext?.spanId;
const idOf = (span: ReadableSpan | undefined) => span?.spanContext().spanId;
const messageOf = async (bed: WorkerBed, id: string) => String(await bed.redis.get(bed.key(`job:${id}`)));

test('one trace goes from the add to the run, what the handler does, and the jobs that it adds', async ({ bed }) => {
  const queue = tracedQueue(bed);
  const tracer = provider.getTracer('app');
  bed.worker(
    {
      outer: (job: Job) =>
        tracer.startActiveSpan('work', async (span) => {
          const inner = await queue.add('inner', job.data);
          span.end();
          return inner.id;
        }),
      inner: (job: Job) => job.trace?.traceparent,
    },
    { telemetry },
  );
  const outer = await queue.add('outer', { secret: 'planted' });
  const inner = await outer.result(WAIT);
  const seen = await queue.job(inner).result(WAIT);
  const [first, second] = await spansOf(`publish ${bed.queueName}`, 2);
  const [run, innerRun] = await spansOf(`process ${bed.queueName}`, 2);
  const [work] = await spansOf('work', 1);
  expect(new Set([first, second, run, innerRun, work].map((span) => span?.spanContext().traceId)).size).toBe(1);
  expect([run, work, second, innerRun].map(parentOf)).toEqual([first, run, work, second].map(idOf));
  expect(seen).toBe(`00-${second?.spanContext().traceId}-${idOf(second)}-01`);
  expect(run?.links.map((link) => link.context.spanId)).toEqual([idOf(first)]);
  expect([first?.kind, run?.kind]).toEqual([SpanKind.PRODUCER, SpanKind.CONSUMER]);
  const common = { 'messaging.system': 'longshore', 'messaging.destination.name': bed.queueName };
  const job = { 'messaging.message.id': outer.id, 'longshore.job.name': 'outer' };
  expect(first?.attributes).toEqual({
    ...common,
    ...job,
    'messaging.operation.name': 'publish',
    'messaging.operation.type': 'send',
    'longshore.job.created': true,
  });
  expect(run?.attributes).toEqual({
    ...common,
    ...job,
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.client.id': expect.stringMatching(/^\S{8,}$/),
    'longshore.job.attempt': 1,
    'longshore.run.outcome': 'completed',
  });
});

test('each attempt is a span of the same trace; what fails is told, what asks for later is no failure', async ({
  bed,
}) => {
  const queue = tracedQueue(bed);
  let runs = 0;
  bed.worker(
    () => {
      runs++;
      if (runs === 1) throw new RetryLaterError(1);
      if (runs === 2) throw Object.assign(new Error('no luck'), { code: 'E_LUCK' });
      throw new RangeError('never');
    },
    { telemetry },
  );
  const job = await queue.add('work', null, { attempts: 2, backoff: 1, delay: 5 });
  await thrownBy(job.result(WAIT));
  const [added] = await spansOf(`publish ${bed.queueName}`, 1);
  const attempts = await spansOf(`process ${bed.queueName}`, 3);
  expect(attempts.map(parentOf)).toEqual([idOf(added), idOf(added), idOf(added)]);
  expect(
    attempts.map(({ attributes, status, events }) => [
      attributes['longshore.job.attempt'],
      attributes['longshore.run.outcome'],
      attributes['error.type'],
      status.code,
      events.map(({ name }) => name),
    ]),
  ).toEqual([
    [1, 'postponed', undefined, SpanStatusCode.UNSET, []],
    [1, 'failed', 'E_LUCK', SpanStatusCode.ERROR, ['exception']],
    [2, 'failed', 'RangeError', SpanStatusCode.ERROR, ['exception']],
  ]);
});

test('jobs of one addBulk share a span; one with a trace of its own keeps that', async ({ bed }) => {
  const queue = tracedQueue(bed);
  const jobs = [
    { name: 'work', data: 1 },
    { name: 'work', data: 2, options: { trace: { traceparent: PARENT } } },
  ];
  const [one, other] = await queue.addBulk(jobs);
  const [span] = await spansOf(`publish ${bed.queueName}`, 1);
  expect(span?.attributes).toMatchObject({ 'messaging.batch.message_count': 2 });
  expect(await queue.get(one?.id ?? '')).toMatchObject({
    options: {},
    trace: { traceparent: expect.stringContaining(idOf(span) ?? '-') },
  });
  expect(await messageOf(bed, other?.id ?? '')).toContain(`,{"trace":"${PARENT}"},`);
});

test('a call that fails is told, with the code of its error', async ({ bed }) => {
  await thrownBy(tracedQueue(bed).add('work', 1n as never));
  const [span] = await spansOf(`publish ${bed.queueName}`, 1);
  expect(span).toMatchObject({
    attributes: { 'error.type': 'ERR_INVALID_PAYLOAD' },
    status: { code: SpanStatusCode.ERROR },
  });
});

test('a job without a trace, of a schedule too, begins one, whatever the worker was made in', async ({ bed }) => {
  await provider.getTracer('app').startActiveSpan('start', async (span) => {
    bed.worker((job: Job) => job.trace ?? 'none', { telemetry });
    span.end();
  });
  expect(await (await bed.queue.add('work', null)).result(WAIT)).toBe('none');
  const traced = tracedQueue(bed);
  await traced.schedules.upsert('daily', { cron: '@daily', name: 'work', data: null });
  expect(await (await traced.schedules.run('daily')).result(WAIT)).toBe('none');
  const runs = await spansOf(`process ${bed.queueName}`, 2);
  expect(runs.map(parentOf)).toEqual([undefined, undefined]);
  expect(new Set(runs.map((run) => run.spanContext().traceId)).size).toBe(2);
  await traced.schedules.remove('daily');
});

test('without an SDK nothing is traced, and the message is what it is without telemetry', async ({ bed }) => {
  const queue = bed.own(new Queue(bed.queueName, { ...bed.common, telemetry: openTelemetry() }));
  const text = async (id: string) => (await messageOf(bed, id)).replace(/\d+$/, 'now');
  const ids = [await queue.add('work', { a: 1 }), await bed.queue.add('work', { a: 1 })].map(({ id }) => id);
  expect(await Promise.all(ids.map(text))).toEqual(['"work",{"a":1},now', '"work",{"a":1},now']);
  bed.worker(() => trace.getActiveSpan()?.isRecording() ?? false, { telemetry: openTelemetry() });
  expect(await queue.job(ids[0] ?? '').result(WAIT)).toBe(false);
  expect(exporter.getFinishedSpans()).toEqual([]);
});

const HOSTILE = ['"00-x"', '{"traceparent":"x"}', '7', `"${PARENT}${'a'.repeat(2000)}"`, `"${PARENT} \\n=\\u0000"`];

test('a trace in a message that is none is ignored, and the job runs', async ({ bed }) => {
  const jobs = await bed.queue.addBulk(HOSTILE.map(() => ({ name: 'work', data: null })));
  for (const [i, { id }] of jobs.entries()) {
    await bed.redis.set(bed.key(`job:${id}`), `"work",null,{"trace":${HOSTILE[i]}},${Date.now()}`);
  }
  bed.worker((job: Job) => job.trace ?? 'none', { telemetry });
  const seen = await Promise.all(jobs.map((job) => job.result(WAIT)));
  // Of the last only the tracestate is wrong.
  expect(seen).toEqual(['none', 'none', 'none', 'none', { traceparent: PARENT }]);
  expect((await spansOf(`process ${bed.queueName}`, 5)).filter(parentOf)).toHaveLength(1);
});

test('the option telemetry is checked', async ({ bed }) => {
  for (const wrong of [{}, 5, { publish: () => undefined }]) {
    const options = { ...bed.common, telemetry: wrong as never };
    expect(() => new Queue('q', options)).toThrow(expect.objectContaining({ field: 'options.telemetry' }));
    expect(() => bed.worker(() => 0, options)).toThrow(expect.objectContaining({ field: 'options.telemetry' }));
  }
});
