// What tracing plugs into: a queue lets it stand around each call that adds jobs, a worker around each run. Neutral: the library
// knows no tracing system. Without it nothing is called, and messages carry no trace.
import { InvalidOptionError } from '../errors.js';
import type { TraceContext } from '../job/trace-context.js';
import type { AbortReason } from '../job-errors.js';
import type { Reader } from '../options.js';

/** A call of `add` or `addBulk` that is about to be made. */
export interface PublishedCall {
  readonly queue: string;
  /** The name of the job; undefined for `addBulk`. */
  readonly name: string | undefined;
  /** How many jobs. */
  readonly count: number;
}

/** What is told of a job that was added. */
export interface PublishedJob {
  readonly id: string;
  /** False when its id, or its unique key, was taken: the job that is there keeps its own trace. */
  readonly created: boolean;
}

/** What is told of a run. */
export interface ProcessedJob {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  /** From 1. */
  readonly attempt: number;
  /** `<worker>/<claim number>`. */
  readonly token: string;
  readonly trace: TraceContext | undefined;
  /** Its reason has a `reason` once the run was told to stop. */
  readonly signal: AbortSignal;
}

/**
 * Plugs tracing into queues and workers, by their option `telemetry`. Both methods must call what they are given exactly once, and
 * pass on what it resolves to or rejects with; what they throw themselves, the call or the run fails with.
 */
export interface Telemetry {
  /** Around a call that adds jobs; what `send` is given travels with each of them that has no `trace` of its own. */
  publish<Sent extends PublishedJob | readonly PublishedJob[]>(
    call: PublishedCall,
    send: (trace: TraceContext | undefined) => Promise<Sent>,
  ): Promise<Sent>;
  /** Around each run, outside of all middleware. */
  process(job: ProcessedJob, next: () => Promise<unknown>): Promise<unknown>;
}

/** Why a run was told to stop, if it was. Asks for its signal, so only for what has failed. */
export const abortReasonOf = ({ signal }: ProcessedJob): AbortReason | undefined =>
  signal.aborted ? (signal.reason as { reason?: AbortReason } | undefined)?.reason : undefined;

export const readTelemetry: Reader<Telemetry> = (value, field) => {
  const { publish, process } = (value ?? {}) as Partial<Telemetry>;
  if (typeof publish !== 'function' || typeof process !== 'function')
    throw new InvalidOptionError(field, 'expected an object with the methods publish and process');
  return value as Telemetry;
};
