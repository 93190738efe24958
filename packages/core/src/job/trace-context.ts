// Where a job stands in a trace: a W3C Trace Context, carried in its message and understood by nobody here. It is checked when a job
// is added and again when it is read, since whoever can write to Redis can write anything.
import { InvalidOptionError } from '../errors.js';
import { type Reader, readOptions } from '../options.js';

/** A W3C Trace Context. */
export interface TraceContext {
  /** `00-<trace id>-<span id>-<flags>`, in lower case hex. */
  readonly traceparent: string;
  /** What tracing systems note beside it: at most 32 entries and 512 characters. */
  readonly tracestate?: string;
}

/** Of version 00, the only one there is. Neither id may be all zeros. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const KEY = /^(?:[a-z0-9][-a-z0-9_*/]{0,255}|[a-z0-9][-a-z0-9_*/]{0,240}@[a-z][-a-z0-9_*/]{0,13})$/;
/** Printable, without `,` and `=`, and not ending in a space. */
const VALUE = /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;
const LONGEST_STATE = 512;
const MOST_ENTRIES = 32;

const isTraceparent = (value: unknown): value is string => typeof value === 'string' && TRACEPARENT.test(value);

function isTracestate(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > LONGEST_STATE) return false;
  const entries = value.split(',');
  const keys = new Set<string>();
  for (const entry of entries) {
    const [key = '', text = '', ...more] = entry.replace(/^[ \t]+|[ \t]+$/g, '').split('=');
    if (more.length > 0 || !KEY.test(key) || !VALUE.test(text)) return false;
    keys.add(key);
  }
  return entries.length <= MOST_ENTRIES && keys.size === entries.length;
}

const traceparent: Reader<string> = (value, field) => {
  if (isTraceparent(value)) return value;
  throw new InvalidOptionError(field, 'expected a traceparent like 00-<32 hex digits>-<16 hex digits>-01');
};

const tracestate: Reader<string> = (value, field) => {
  if (isTracestate(value)) return value;
  throw new InvalidOptionError(field, 'expected a tracestate like vendor=value,other=value of at most 512 characters');
};

/** The option `trace` of a job, as the text that its message carries: the traceparent, and the tracestate behind a space. */
export const readTrace: Reader<string> = (value, field) => {
  const read = readOptions(value ?? null, { traceparent, tracestate }, field);
  if (read.traceparent === undefined) throw new InvalidOptionError(`${field}.traceparent`, 'expected a traceparent');
  return joined(read.traceparent, read.tracestate);
};

/** The text for a context that telemetry gave; what is not as it should be is left out, since it is not the caller's fault. */
export function traceText(trace: TraceContext | undefined): string | undefined {
  if (!trace || !isTraceparent(trace.traceparent)) return undefined;
  return joined(trace.traceparent, isTracestate(trace.tracestate) ? trace.tracestate : undefined);
}

/** The context in a message; undefined where it has none, or none that is valid. */
export function traceOf(text: unknown): TraceContext | undefined {
  if (typeof text !== 'string') return undefined;
  const space = text.indexOf(' ');
  const parent = space < 0 ? text : text.slice(0, space);
  if (!isTraceparent(parent)) return undefined;
  const state = space < 0 ? undefined : text.slice(space + 1);
  return isTracestate(state) ? { traceparent: parent, tracestate: state } : { traceparent: parent };
}

const joined = (parent: string, state: string | undefined): string =>
  state === undefined ? parent : `${parent} ${state}`;
