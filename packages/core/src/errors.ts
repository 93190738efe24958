// Every error that Longshore throws or records, in one catalogue. `code` is stable: match on it, not on the message.
// docs/errors.md tells for each what happened and what to do; a test holds the two together.

import { LongshoreError } from './longshore-error.js';

export * from './job-errors.js';
export { InvalidOptionError, LongshoreError } from './longshore-error.js';

/** A name (queue, job, board, channel) or a job id has characters or a length that cannot be taken. */
export class InvalidNameError extends LongshoreError {
  constructor(
    readonly field: string,
    problem: string,
  ) {
    super('ERR_INVALID_NAME', `${field}: ${problem}`);
  }
}

/** A cursor of a list is none, or is one of another list. */
export class InvalidCursorError extends LongshoreError {
  constructor(
    readonly field: string,
    problem: string,
  ) {
    super('ERR_INVALID_CURSOR', `${field}: ${problem}; begin again without a cursor`);
  }
}

/** Data is not JSON, or does not fit its schema; `field` is the path to the value. */
export class InvalidPayloadError extends LongshoreError {
  constructor(
    readonly field: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super('ERR_INVALID_PAYLOAD', `${field}: ${problem}`, options);
  }
}

/** Data, a result or a notice is larger than 1 MiB as JSON, or the detail of an operation larger than 4 KiB. */
export class PayloadTooLargeError extends LongshoreError {
  constructor(
    readonly field: string,
    readonly bytes: number,
    readonly limit: number,
  ) {
    super(
      'ERR_PAYLOAD_TOO_LARGE',
      `${field}: ${bytes} bytes as JSON, the limit is ${limit}; store it elsewhere and pass a reference`,
    );
  }
}

/** Redis cannot be reached now, is loading, or has no master. Longshore goes on trying where it can. */
export class RedisUnavailableError extends LongshoreError {
  constructor(message: string, options?: ErrorOptions) {
    super('ERR_REDIS_UNAVAILABLE', message, options);
  }
}

/** A command got no answer within its deadline. It may still have been executed. */
export class CommandTimeoutError extends LongshoreError {
  constructor(readonly deadlineMs: number) {
    super('ERR_COMMAND_TIMEOUT', `Redis did not answer within ${deadlineMs} ms; whether the command ran is unknown`);
  }
}

/** Redis refuses the user name or the password. */
export class RedisAuthError extends LongshoreError {
  constructor(message: string) {
    super('ERR_REDIS_AUTH', `${message}; check user name and password of the connection`);
  }
}

/** The Redis user lacks a right that Longshore needs. */
export class RedisPermissionError extends LongshoreError {
  constructor(message: string) {
    super('ERR_REDIS_PERMISSION', `${message}; grant the right in the ACL of this Redis user`);
  }
}

/** The server is older than Redis 6.2. */
export class RedisVersionError extends LongshoreError {
  constructor(readonly version: string) {
    super(
      'ERR_REDIS_VERSION',
      `Redis ${version} is too old: BLMOVE and the scripts need Redis 6.2 or Valkey; upgrade the server`,
    );
  }
}

/** The server may evict keys, and jobs with them. */
export class RedisEvictionError extends LongshoreError {
  constructor(readonly policy: string) {
    super(
      'ERR_REDIS_EVICTION',
      `maxmemory-policy is ${policy}: this Redis may evict jobs; set maxmemory-policy to noeviction`,
    );
  }
}

/** Redis has reached `maxmemory`: nothing can be added until there is room. Workers go on. */
export class RedisMemoryError extends LongshoreError {
  constructor() {
    super(
      'ERR_REDIS_MEMORY',
      'Redis has reached maxmemory and takes no new jobs; nothing was added; free memory or raise maxmemory',
    );
  }
}

/** What answers at this address does not speak the Redis protocol, or answered something unexpected. */
export class RedisReplyError extends LongshoreError {
  constructor(message: string, options?: ErrorOptions) {
    super('ERR_REDIS_REPLY', message, options);
  }
}

/** A key holds a type that Longshore did not write: something else uses this prefix. */
export class RedisWrongTypeError extends LongshoreError {
  constructor(message: string) {
    super('ERR_REDIS_WRONG_TYPE', `${message}; something else writes keys under this prefix: choose another prefix`);
  }
}

/** The outcome of an `add` is unknown: adding again with the same ids is safe and adds nothing twice. */
export class EnqueueTimeoutError extends LongshoreError {
  constructor(
    readonly ids: readonly string[],
    deadlineMs: number,
    options?: ErrorOptions,
  ) {
    const shown = ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', ');
    super(
      'ERR_ENQUEUE_TIMEOUT',
      `no answer from Redis within ${deadlineMs} ms; whether job ${shown} was added is unknown; add again with the same jobId to be sure`,
      options,
    );
  }

  /** The first id: the one of a single `add`. */
  get id(): string | undefined {
    return this.ids[0];
  }
}

/** The queue has reached its limit of depth: the jobs of these ids were not added. */
export class QueueFullError extends LongshoreError {
  constructor(
    readonly queue: string,
    readonly ids: readonly string[],
    /** Where they stand among the jobs of the call: [0] for `add`. */
    readonly indexes: readonly number[],
  ) {
    super(
      'ERR_QUEUE_FULL',
      `the queue ${queue} is full: ${ids.length} job${ids.length === 1 ? ' was' : 's were'} not added`,
    );
  }
}

/** Workers of the queue are alive: it cannot be destroyed now. */
export class QueueInUseError extends LongshoreError {
  constructor(
    readonly queue: string,
    readonly workers: number,
  ) {
    const living = workers === 1 ? 'a worker that lives' : `${workers} workers that live`;
    super('ERR_QUEUE_IN_USE', `the queue ${queue} has ${living}; close them, then destroy it`);
  }
}

/** The queue has no schedule of this id. */
export class ScheduleMissingError extends LongshoreError {
  constructor(readonly id: string) {
    super('ERR_SCHEDULE_MISSING', `there is no schedule ${id}`);
  }
}

/** No worker of this process is alive on any queue. */
export class WorkerMissingError extends LongshoreError {
  constructor(readonly process: string) {
    super('ERR_WORKER_MISSING', `no worker of the process ${process} is alive`);
  }
}

/** The queue, board, channel or worker is closed. */
export class ClosedError extends LongshoreError {
  constructor(what: string) {
    super('ERR_CLOSED', `${what} is closed`);
  }
}

/** The queue's worker has no handler of this name; recorded for jobs and thrown at start-up. */
export class UnknownHandlerError extends LongshoreError {
  constructor(readonly handler: string) {
    super('ERR_UNKNOWN_HANDLER', `no handler of the name ${handler}`);
  }
}

/** The message was written by a newer version of Longshore than this worker understands. */
export class MessageVersionError extends LongshoreError {
  constructor(
    readonly id: string,
    readonly format: number,
  ) {
    super('ERR_MESSAGE_VERSION', `the message of job ${id} has the newer format ${format}; upgrade this worker`);
  }
}

/** `since` is older than the history that the channel has kept: messages in between are gone. */
export class HistoryTrimmedError extends LongshoreError {
  constructor(
    readonly channel: string,
    readonly since: number,
    readonly oldest: number,
  ) {
    super('ERR_HISTORY_TRIMMED', `channel ${channel}: messages after ${since} and up to ${oldest} are no longer kept`);
  }
}
