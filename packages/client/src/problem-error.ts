/** What the API answers instead of what was asked for (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  /** Stable: match on it. */
  readonly code: string;
  /** The parameter or the path in the body that is at fault. */
  readonly field?: string;
  readonly requestId: string;
}

/** The API refused, or could not do it. */
export class ProblemError extends Error {
  /** Stable: match on it. */
  readonly code: string;
  readonly status: number;

  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = new.target.name;
    this.code = problem.code;
    this.status = problem.status;
  }
}
