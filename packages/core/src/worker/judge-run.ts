// What is reported of a run: one clause an outcome. It writes nothing; Redis hears of it by the lane.
import {
  CodecFailedError,
  CodecMismatchError,
  InvalidResultError,
  IsolatedProcessError,
  JobTimeoutError,
  MessageVersionError,
  RetryLaterError,
  UnknownHandlerError,
  UnrecoverableError,
} from '../errors.js';
import { attemptRecord, completedRecord, failedRecord, storedRecord } from '../job/end-record.js';
import { backoffMs, DEFAULT_BACKOFF } from '../job/retry-policy.js';
import { isNamed, judgeFailure, type RetryDelay } from '../job/verdict.js';
import type { Logger } from '../logger.js';
import type { Report } from '../redis/exchange.js';
import { isPassing } from '../redis/redis-error.js';
import type { Claim } from './claim.js';
import { type Ending, released } from './ending.js';
import { type Opened, timeoutOf } from './open-claim.js';
import type { SealedResult } from './seal-result.js';

export interface JudgeParts {
  readonly queue: string;
  readonly early: boolean;
  /** How many workers may die over a job. */
  readonly maxCrashes: number;
  readonly log: Logger;
}

export class Judge {
  readonly #parts: JudgeParts;
  readonly #warned = new Set<string>();

  constructor(parts: JudgeParts) {
    this.#parts = parts;
  }

  /** The handler returned. Undefined, here and below: the claim is gone, there is nothing to report. */
  completed(claim: Claim, opened: Opened, result: unknown, runMs: number): Ending | undefined {
    if (claim.aborted === 'lost') return undefined;
    let record: string;
    try {
      record = completedRecord(result, claim.wid, opened.job.attempt, Math.round(runMs));
    } catch (cause) {
      return this.refused(claim, opened, cause, runMs);
    }
    return completed(claim, opened, result, record);
  }

  /** The same with a result that was checked or encoded. */
  sealed(claim: Claim, opened: Opened, { value, stored }: SealedResult, runMs: number): Ending | undefined {
    if (claim.aborted === 'lost') return undefined;
    return completed(claim, opened, value, storedRecord(stored, claim.wid, opened.job.attempt, Math.round(runMs)));
  }

  /** What the handler returned cannot be stored. The work is done: doing it again would not make its result any smaller, or JSON, or fit. */
  refused(claim: Claim, opened: Opened, cause: unknown, runMs: number): Ending | undefined {
    if (isFinal(cause)) return this.failed(claim, opened, cause, runMs, true);
    const error = new UnrecoverableError(`the handler's result cannot be stored: ${(cause as Error).message}`, {
      cause,
    });
    return this.failed(claim, opened, error, runMs);
  }

  /** The handler threw, or there is none. `final`: another attempt would end alike. */
  failed(claim: Claim, opened: Opened | undefined, thrown: unknown, runMs: number, final = false): Ending | undefined {
    const { id, held } = claim;
    const error = opened && claim.aborted === 'timeout' && !final ? timedOut(claim, opened, thrown) : thrown;
    const base = { claim, job: opened?.job, value: error, meters: opened?.meters, resent: false };
    const unknown = opened ? undefined : parkedAs(error);
    if (unknown !== undefined) {
      this.#warn(error as Error);
      return { ...base, report: { verdict: 'parked', id, held, name: unknown } };
    }
    const verdict = judgeFailure(error, {
      attempt: claim.failures + 1,
      attempts: opened?.message.options.attempts ?? opened?.handler.attempts ?? 1,
      delay: this.#delay(opened),
      early: this.#parts.early,
      aborted: claim.aborted,
      final,
      crashed: opened?.handler.isApart === true && error instanceof IsolatedProcessError && error.hadBegun,
    });
    switch (verdict.kind) {
      case 'lost':
        return undefined;
      case 'failed': {
        const record = failedRecord(error, claim.wid, claim.failures + 1, Math.round(runMs));
        return { ...base, report: { verdict: 'failed', id, held, record } };
      }
      case 'crashed':
        return { ...base, report: crashReport(claim, this.#parts.maxCrashes, runMs) };
      case 'released':
        return { ...base, report: { verdict: 'released', id, held, begun: true } };
      case 'postponed':
        return { ...base, report: { verdict: 'postponed', id, held, amount: verdict.delayMs } };
      case 'retry': {
        const record = attemptRecord(error, claim.wid, claim.failures + 1, claim.claimedAt, Math.round(runMs));
        return { ...base, report: { verdict: 'retry', id, held, amount: verdict.delayMs, record } };
      }
    }
  }

  /** The handler was never called. Without Redis another worker may be luckier; data that does not fit will not fit later either. */
  unready(claim: Claim, opened: Opened, error: unknown): Ending | undefined {
    if (isPassing(error)) return released(claim);
    if (isFinal(error)) return this.failed(claim, opened, error, 0, true);
    const cause = error instanceof Error ? error : new Error(String(error));
    return this.failed(claim, opened, new UnrecoverableError(cause.message, { cause }), 0);
  }

  /** A backoff of the handler's own that throws, or answers no duration, must not cost the job its next attempt. */
  #delay(opened: Opened | undefined): RetryDelay {
    const delay = opened?.message.options.backoff ?? opened?.handler.delay ?? DEFAULT_BACKOFF;
    if (typeof delay !== 'function') return delay;
    return (attempt, error) => {
      try {
        return delay(attempt, error);
      } catch (err) {
        this.#parts.log.warn(
          { queue: this.#parts.queue, err },
          'the backoff of a handler failed; the default is taken',
        );
        return backoffMs(DEFAULT_BACKOFF, attempt);
      }
    };
  }

  #warn(error: Error): void {
    if (this.#warned.has(error.message) || this.#warned.size > 100) return;
    this.#warned.add(error.message);
    this.#parts.log.warn(
      // Where it was noticed says nothing: its stack is left out.
      { queue: this.#parts.queue, code: (error as { code?: string }).code, reason: error.message },
      'a job that this worker cannot run is left to others',
    );
  }
}

function completed(claim: Claim, opened: Opened, value: unknown, record: string): Ending {
  const report: Report = { verdict: 'completed', id: claim.id, held: claim.held, record };
  return { claim, report, job: opened.job, value, meters: opened.meters, resent: false };
}

function crashReport({ id, held }: Claim, maxCrashes: number, runMs: number): Report {
  return { verdict: 'crashed', id, held, maxCrashes, runMs: Math.round(runMs) };
}

/** Errors of contracts keep their code in the record. Only where they come from here: in a handler they may be about another queue. */
const isFinal = (error: unknown): boolean =>
  error instanceof InvalidResultError || error instanceof CodecMismatchError || error instanceof CodecFailedError;

/** What a run that was told to stop at its timeout failed with. A handler that says itself what shall become of the job is heard. */
function timedOut({ id }: Claim, opened: Opened, thrown: unknown): unknown {
  const timeoutMs = timeoutOf(opened) ?? 0;
  if (thrown instanceof JobTimeoutError && thrown.timeoutMs === timeoutMs) return thrown;
  if (isNamed(thrown, UnrecoverableError, 'ERR_UNRECOVERABLE') || isNamed(thrown, RetryLaterError, 'ERR_RETRY_LATER'))
    return thrown;
  return new JobTimeoutError(id, timeoutMs, { cause: thrown });
}

/** Under which name a job waits for a worker that can run it: its own, or the format of its message, which no name can be. */
function parkedAs(error: unknown): string | undefined {
  if (error instanceof UnknownHandlerError) return error.handler;
  return error instanceof MessageVersionError ? `format:${error.format}` : undefined;
}
