// What a worker and the process of an isolated handler say to each other, as JSON. Runs and calls are numbered, so that
// what comes late from one job is never taken for a word of the next.
import type { AbortReason, RecordedError } from '../../errors.js';
import type { TraceContext } from '../../job/trace-context.js';

/** What of a job goes to the other process. */
export interface JobFields {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  readonly data: unknown;
  readonly attempt: number;
  readonly addedAt: number;
  readonly token: string;
  readonly trace?: TraceContext | undefined;
}

/** The methods of a job that reach Redis: they are carried out on the worker's side. */
export type JobMethod = 'progress.post' | 'log' | 'checkpoint' | 'restore';

/** An error on its way. */
export interface PackedError extends RecordedError {
  /** Of a `RetryLaterError`, ms. */
  readonly delayMs?: number;
}

export type ToChild =
  | { readonly say: 'run'; readonly run: number; readonly job: JobFields }
  | { readonly say: 'abort'; readonly run: number; readonly reason: AbortReason }
  | { readonly say: 'answer'; readonly call: number; readonly value?: unknown; readonly error?: PackedError }
  /** Nothing more will come: end. */
  | { readonly say: 'end' };

export interface Call {
  readonly say: 'call';
  readonly run: number;
  readonly call: number;
  readonly method: JobMethod;
  readonly argument: unknown;
}

export type FromChild =
  | Call
  | { readonly say: 'ready' }
  /** The module cannot be used. */
  | { readonly say: 'unfit'; readonly problem: string }
  /** The result is a JSON text; without one the handler returned nothing. */
  | { readonly say: 'done'; readonly run: number; readonly json?: string }
  | { readonly say: 'failed'; readonly run: number; readonly error: PackedError }
  /** An exception that nobody caught ends this process now. */
  | { readonly say: 'crashing'; readonly error: PackedError };
