/** What the API answers instead of what was asked for (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  /** Stable: match on it. `ERR_HTTP` where something else than the API answered, such as a proxy. */
  readonly code: string;
  /** The parameter or the path in the body that is at fault. */
  readonly field?: string;
  /** Of jobs that were not added, or of which that is unknown; and where they stand in what was sent, from 0. */
  readonly ids?: readonly string[];
  readonly indexes?: readonly number[];
  /** Why a job could not be steered as it is. */
  readonly outcome?: string;
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

/** The problem that a response tells; one made of its status where it tells none. */
export async function readProblem(response: Response): Promise<Problem> {
  const told = await response.json().catch(() => undefined);
  if (typeof told?.code === 'string' && typeof told.detail === 'string') return told;
  const { status, statusText, url } = response;
  return {
    type: 'about:blank',
    title: statusText || 'Error',
    status,
    detail: `the answer was ${status} ${statusText}`.trimEnd(),
    instance: url,
    code: 'ERR_HTTP',
    requestId: response.headers.get('x-request-id') ?? '',
  };
}
