// What becomes of a run: one clause an outcome. Pure; the exchange script carries it out if the token still holds.
import { type AbortReason, RetryLaterError, UnrecoverableError } from '../errors.js';
import { type BackoffPolicy, backoffMs } from './retry-policy.js';

/** What a handler's own settings may say about retries: a policy, or a function of the attempt (from 1) and the error, in ms. */
export type RetryDelay = BackoffPolicy | ((attempt: number, error: unknown) => number);

export interface Circumstances {
  /** The attempt that has just failed, from 1. */
  readonly attempt: number;
  /** How many there may be. */
  readonly attempts: number;
  readonly delay: RetryDelay;
  /** Acknowledged early: it ran once and never again. */
  readonly early: boolean;
  /** Why the run was told to stop, if it was. */
  readonly aborted: AbortReason | undefined;
  /** Another attempt would end alike. */
  readonly final?: boolean;
  /** The process died in which it ran apart from others. */
  readonly crashed?: boolean;
}

export type FailureVerdict =
  | { readonly kind: 'failed' }
  | { readonly kind: 'retry' | 'postponed'; readonly delayMs: number }
  | { readonly kind: 'released' }
  /** It counts as if its worker had died, and no attempt. */
  | { readonly kind: 'crashed' }
  /** The claim is gone: there is nothing to report. */
  | { readonly kind: 'lost' };

/** Judges a run that threw. */
export function judgeFailure(error: unknown, at: Circumstances): FailureVerdict {
  if (at.aborted === 'lost') return { kind: 'lost' };
  if (at.early) return { kind: 'failed' };
  if (at.crashed) return { kind: 'crashed' };
  if (at.aborted === 'shutdown') return { kind: 'released' };
  if (at.final) return { kind: 'failed' };
  if (isNamed(error, RetryLaterError, 'ERR_RETRY_LATER'))
    return { kind: 'postponed', delayMs: (error as RetryLaterError).delayMs };
  if (isNamed(error, UnrecoverableError, 'ERR_UNRECOVERABLE') || at.attempt >= at.attempts) return { kind: 'failed' };
  return { kind: 'retry', delayMs: delayAfter(error, at) };
}

function delayAfter(error: unknown, at: Circumstances): number {
  if (typeof at.delay !== 'function') return backoffMs(at.delay, at.attempt);
  const ms = at.delay(at.attempt, error);
  return Number.isFinite(ms) && ms >= 0 ? Math.round(ms) : 0;
}

/** By code as well as by class: a handler's module may have loaded another copy of this package. */
export const isNamed = (error: unknown, type: new (...args: never[]) => Error, code: string): boolean =>
  error instanceof type || (error instanceof Error && (error as { code?: unknown }).code === code);
