// One trace over add, run, retry, and the job that a handler adds, with OpenTelemetry. The spans stay in memory and are printed as a
// tree; a program of yours registers the SDK for Node.js and an exporter in place of that.
import { Queue, Worker } from '@longshore/core';
import { openTelemetry } from '@longshore/core/opentelemetry';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { openRedis } from './support/open-redis.mjs';

const exporter = new InMemorySpanExporter();
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix, telemetry: openTelemetry() };
const tracer = trace.getTracer('shop');

const mail = new Queue('mail', options);
const orders = new Queue('orders', options);
const handlers = {
  /** @param {import('@longshore/core').Job} job */
  async charge(job) {
    if (job.attempt === 1) throw new Error('the bank is busy');
    await tracer.startActiveSpan('ask the bank', async (span) => span.end());
    const { id } = await mail.add('receipt', { order: job.data.order });
    return id;
  },
};
const worker = new Worker(
  [
    { queue: 'orders', handlers },
    { queue: 'mail', handlers: { receipt: () => 'sent' } },
  ],
  options,
);

const request = tracer.startSpan('POST /orders');
const order = await context.with(trace.setSpan(context.active(), request), () =>
  orders.add('charge', { order: 1 }, { attempts: 2, backoff: '20ms' }),
);
request.end();
const receipt = await order.result({ timeout: '10s' });
console.log('receipt:', await mail.job(receipt).result({ timeout: '10s' }));

await worker.close();
await orders.close();
await mail.close();
await close();

const spans = exporter.getFinishedSpans();
console.log('traces:', new Set(spans.map((span) => span.spanContext().traceId)).size);
print(undefined, 0);

/**
 * @param {string | undefined} parent
 * @param {number} depth
 */
function print(parent, depth) {
  for (const span of spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent)) {
    const outcome = span.attributes['longshore.run.outcome'];
    console.log('  '.repeat(depth) + span.name + (outcome ? ` (${outcome})` : ''));
    print(span.spanContext().spanId, depth + 1);
  }
}
