// The part of the error catalogue that is about single jobs: how they ended, and what handlers throw. `errors.ts` is the whole.
import { type Duration, durationMs } from './duration.js';
import { LongshoreError } from './longshore-error.js';

/** Why a running job was told to stop; the `reason` of its abort signal. */
export type AbortReason = 'timeout' | 'cancelled' | 'shutdown' | 'lost';

/** What the terminal record of a failed job keeps of its error. Plain fields, never code. */
export interface RecordedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
}

/** The job failed for good. `cause` carries what its last attempt threw, as far as it was recorded. */
export class JobFailedError extends LongshoreError {
  constructor(
    readonly id: string,
    readonly failure: RecordedError,
    readonly attempts: number,
  ) {
    super(
      'ERR_JOB_FAILED',
      `job ${id} failed after ${attempts} attempt${attempts === 1 ? '' : 's'}: ${failure.message}`,
      { cause: failure },
    );
  }
}

/** The job was cancelled before it completed. */
export class JobCancelledError extends LongshoreError {
  constructor(
    readonly id: string,
    readonly reason: string,
  ) {
    super('ERR_JOB_CANCELLED', `job ${id} was cancelled: ${reason}`);
  }
}

/** The job was not started in time. */
export class JobExpiredError extends LongshoreError {
  constructor(
    readonly id: string,
    readonly reason: string,
  ) {
    super('ERR_JOB_EXPIRED', `job ${id} expired: ${reason}`);
  }
}

/** The job is not there: removed, never added, or past its retention. */
export class JobRemovedError extends LongshoreError {
  constructor(readonly id: string) {
    super('ERR_JOB_REMOVED', `job ${id} is not there: it was removed, never added, or its retention has ended`);
  }
}

/** The job is running and cannot be removed now. */
export class JobActiveError extends LongshoreError {
  constructor(readonly id: string) {
    super('ERR_JOB_ACTIVE', `job ${id} is running; remove it when it has ended`);
  }
}

/** The job did not end within the time that `result()` was given. It goes on. */
export class ResultTimeoutError extends LongshoreError {
  constructor(
    readonly id: string,
    timeoutMs: number,
  ) {
    super('ERR_RESULT_TIMEOUT', `job ${id} has not ended within ${timeoutMs} ms; it goes on`);
  }
}

/** Thrown by a handler: do not retry, the job fails now. */
export class UnrecoverableError extends LongshoreError {
  constructor(message: string, options?: ErrorOptions) {
    super('ERR_UNRECOVERABLE', message, options);
  }
}

/** Thrown by a handler: run this job again later, without counting an attempt. */
export class RetryLaterError extends LongshoreError {
  /** The wait, ms. */
  readonly delayMs: number;

  /** @param delay how long to wait: milliseconds or a text like `'5m'` */
  constructor(delay: Duration, message = 'the handler asked to run this job later') {
    super('ERR_RETRY_LATER', message);
    this.delayMs = durationMs(delay, 'delay');
  }
}

/** The reason of a job's abort signal. A handler that stops for it may throw it on. */
export class JobAbortedError extends LongshoreError {
  constructor(
    readonly id: string,
    readonly reason: AbortReason,
  ) {
    super('ERR_JOB_ABORTED', `job ${id} was told to stop: ${reason}`);
  }
}

/** This run no longer owns its job: its worker lost the lease, or the job has ended. What it reports is not written. */
export class StaleJobError extends LongshoreError {
  constructor(readonly id: string) {
    super('ERR_STALE_JOB', `this run no longer owns job ${id}; nothing was written`);
  }
}

/** The run took longer than its timeout. `cause`: what the handler threw when it was told to stop; without one it went on. */
export class JobTimeoutError extends LongshoreError {
  constructor(
    readonly id: string,
    readonly timeoutMs: number,
    options?: ErrorOptions,
  ) {
    super('ERR_JOB_TIMEOUT', `job ${id} took longer than its timeout of ${timeoutMs} ms`, options);
  }
}

/** What a handler returned does not fit its schema; `field` is the path to the value. */
export class InvalidResultError extends LongshoreError {
  constructor(
    readonly field: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super('ERR_INVALID_RESULT', `${field}: ${problem}`, options);
  }
}

/** Data or a result was stored by another codec than this side has. */
export class CodecMismatchError extends LongshoreError {
  constructor(
    readonly field: string,
    /** The id of the codec that wrote it. */
    readonly writtenBy: string,
    /** The id of the codec here; undefined when there is none. */
    readonly codec: string | undefined,
  ) {
    const here = codec === undefined ? 'there is no codec here' : `the codec here is ${codec}`;
    super('ERR_CODEC_MISMATCH', `${field}: written by the codec ${writtenBy}, and ${here}`);
  }
}

/** A codec threw, or answered no text. */
export class CodecFailedError extends LongshoreError {
  constructor(
    readonly field: string,
    readonly codec: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super('ERR_CODEC_FAILED', `${field}: codec ${codec}: ${problem}`, options);
  }
}

/** A middleware called `next()` more than once. */
export class MiddlewareError extends LongshoreError {
  constructor(readonly id: string) {
    super('ERR_MIDDLEWARE', `job ${id}: a middleware called next() twice; a job has one run`);
  }
}

/** The process of an isolated handler ended before its job did (a crash, a kill, no memory, `process.exit`), or could not start. */
export class IsolatedProcessError extends LongshoreError {
  constructor(
    readonly id: string,
    /** The exit code; null when a signal ended the process, or it could not start. */
    readonly exitCode: number | null,
    /** The signal that ended the process. */
    readonly signal: string | null,
    options?: ErrorOptions,
    /** Whether the process had got the job; false when it died while it started. */
    readonly hadBegun = false,
  ) {
    const how = signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
    const end = exitCode === null && signal === null ? 'could not start' : `ended before the job did, by ${how}`;
    const why = options?.cause instanceof Error ? `: ${options.cause.message}` : '';
    super('ERR_ISOLATED_PROCESS', `the process for job ${id} ${end}${why}`, options);
  }
}

/** The module of an isolated handler cannot be loaded, or exports no function as `default` or `run`. */
export class IsolatedModuleError extends LongshoreError {
  constructor(
    readonly module: string,
    problem: string,
  ) {
    super('ERR_ISOLATED_MODULE', `the isolated handler ${module} cannot be used: ${problem}`);
  }
}
