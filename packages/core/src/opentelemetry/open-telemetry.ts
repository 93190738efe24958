// The subpath `@longshore/core/opentelemetry`: spans of what is added and run, by OpenTelemetry's API alone. Only this folder knows
// of it, and nothing else imports it: who does not use it need not have it installed. Names follow the semantic conventions for
// messaging; docs/decisions/0017-opentelemetry.md says what was chosen.
import {
  type Context,
  context,
  createTraceState,
  isSpanContextValid,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import type { TraceContext } from '../job/trace-context.js';
import type { ProcessedJob, PublishedCall, PublishedJob, Telemetry } from '../observe/telemetry.js';
import { kind, readOptions } from '../options.js';
import { VERSION } from '../version.js';
import { tellFailure, tellRunFailure } from './tell-failure.js';

export interface OpenTelemetryOptions {
  /** Where spans go. Default: the provider that is registered with OpenTelemetry's API, now or later. */
  tracerProvider?: TracerProvider;
}

/**
 * Traces across `add` and run, for the option `telemetry` of `Queue` and `Worker`. Without an SDK that is registered it does nothing.
 *
 * @throws {InvalidOptionError} naming the field
 * @example
 * const queue = new Queue('mail', { connection, telemetry: openTelemetry() });
 * const worker = new Worker('mail', handlers, { connection, telemetry: openTelemetry() });
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Telemetry {
  const { tracerProvider = trace } = readOptions(
    options,
    { tracerProvider: kind<TracerProvider>('object') },
    'options',
  );
  const tracer = tracerProvider.getTracer('@longshore/core', VERSION);
  return {
    publish: (call, send) => publish(tracer, call, send),
    process: (job, next) => process(tracer, job, next),
  };
}

async function publish<Sent extends PublishedJob | readonly PublishedJob[]>(
  tracer: Tracer,
  { queue, name, count }: PublishedCall,
  send: (trace: TraceContext | undefined) => Promise<Sent>,
): Promise<Sent> {
  const span = tracer.startSpan(`publish ${queue}`, {
    kind: SpanKind.PRODUCER,
    attributes: {
      ...common(queue, 'publish', 'send'),
      ...(name === undefined ? { 'messaging.batch.message_count': count } : { 'longshore.job.name': name }),
    },
  });
  try {
    // Inside its context, so that spans of the Redis client come below it.
    const sent = await context.with(trace.setSpan(context.active(), span), send, undefined, carried(span));
    if ('id' in sent) span.setAttributes({ 'messaging.message.id': sent.id, 'longshore.job.created': sent.created });
    return sent;
  } catch (error) {
    tellFailure(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Below the span that added the job, and linked to it; without one it begins a trace, whatever the worker was made in. */
async function process(tracer: Tracer, job: ProcessedJob, next: () => Promise<unknown>): Promise<unknown> {
  const creator = job.trace && spanContextOf(job.trace);
  const links: Link[] = creator ? [{ context: creator }] : [];
  const parent: Context = creator ? trace.setSpanContext(ROOT_CONTEXT, creator) : ROOT_CONTEXT;
  const attributes = {
    ...common(job.queue, 'process', 'process'),
    'messaging.message.id': job.id,
    'messaging.client.id': job.token.slice(0, job.token.indexOf('/')),
    'longshore.job.name': job.name,
    'longshore.job.attempt': job.attempt,
  };
  const span = tracer.startSpan(`process ${job.queue}`, { kind: SpanKind.CONSUMER, links, attributes }, parent);
  try {
    const result = await context.with(trace.setSpan(parent, span), next);
    span.setAttribute('longshore.run.outcome', 'completed');
    return result;
  } catch (error) {
    tellRunFailure(span, job, error);
    throw error;
  } finally {
    span.end();
  }
}

const common = (queue: string, name: string, type: string) => ({
  'messaging.system': 'longshore',
  'messaging.destination.name': queue,
  'messaging.operation.name': name,
  'messaging.operation.type': type,
});

/** What travels with the jobs of a span: nothing where no SDK is registered and nobody above has begun a trace. */
function carried(span: Span): TraceContext | undefined {
  const spanContext = span.spanContext();
  if (!isSpanContextValid(spanContext)) return undefined;
  const { traceId, spanId, traceFlags, traceState } = spanContext;
  const traceparent = `00-${traceId}-${spanId}-${(traceFlags & 0xff).toString(16).padStart(2, '0')}`;
  const tracestate = traceState?.serialize();
  return tracestate ? { traceparent, tracestate } : { traceparent };
}

/** Of a context that has been checked. */
function spanContextOf({ traceparent, tracestate }: TraceContext): SpanContext {
  const [, traceId = '', spanId = '', flags = '00'] = traceparent.split('-');
  const traceFlags = Number.parseInt(flags, 16);
  const from = { traceId, spanId, traceFlags, isRemote: true };
  return tracestate === undefined ? from : { ...from, traceState: createTraceState(tracestate) };
}
