// What a span tells of a failure. What was thrown may be anything, also something that throws when it is looked at: that must not
// become another failure.
import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { RetryLaterError } from '../errors.js';
import { isNamed } from '../job/verdict.js';
import { abortReasonOf, type ProcessedJob } from '../observe/telemetry.js';

/** What the conventions say where no better word is known. */
const OTHER = '_OTHER';

/** An error, with its code or class as its type. */
export function tellFailure(span: Span, error: unknown): void {
  try {
    span.setAttribute('error.type', typeOf(error));
    span.recordException(error instanceof Error ? error : String(error));
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
  } catch {
    span.setAttribute('error.type', OTHER);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
}

/**
 * A run that threw. One that was to stop for a reason that is nobody's failure, or that asked for later, is no error. Whether another
 * attempt follows is not known here.
 */
export function tellRunFailure(span: Span, job: ProcessedJob, error: unknown): void {
  const aborted = abortReasonOf(job);
  const outcome = aborted ?? (isNamed(error, RetryLaterError, 'ERR_RETRY_LATER') ? 'postponed' : 'failed');
  span.setAttribute('longshore.run.outcome', outcome);
  if (outcome === 'failed' || outcome === 'timeout') tellFailure(span, error);
}

function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return OTHER;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code !== '' ? code : error.name || OTHER;
}
