// What the API itself refuses, as errors with the codes of problem documents. Those of the library keep their own codes.

/** A refusal that becomes a problem document. */
export class ProblemError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    /** The field or parameter that is at fault. */
    readonly field?: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** There is no such queue, or it is not one of those that this API shows. */
export class QueueMissingError extends ProblemError {
  constructor(queue: string) {
    super('ERR_QUEUE_MISSING', 404, `there is no queue ${queue}`, 'queue');
  }
}

/** No token, or one that is not known. */
export class UnauthenticatedError extends ProblemError {
  constructor(message = 'a token is needed: send it as "Authorization: Bearer …"') {
    super('ERR_UNAUTHENTICATED', 401, message);
  }
}

/** Nobody more can watch through this process now. */
export class TooManyWatchersError extends ProblemError {
  constructor(most: number) {
    super('ERR_TOO_MANY_WATCHERS', 503, `${most} watch already; come again, or ask without waiting`);
  }
}

/** Who asks is known and may not do this. */
export class ForbiddenError extends ProblemError {
  constructor(message: string, code = 'ERR_FORBIDDEN') {
    super(code, 403, message);
  }
}
