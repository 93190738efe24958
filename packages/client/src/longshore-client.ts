// The calls of the API. One method for each method of HTTP: paths, parameters and answers are typed by the description of
// the API, so nothing here has to follow it by hand.
import type { AnswerOf, GivenFor, Method, PathOf, Rest } from './api-calls.js';
import { ProblemError, readProblem } from './problem-error.js';

export interface LongshoreClientOptions {
  /** Where the API is mounted, such as `'http://127.0.0.1:4567'`; in a page, a path will do. Default: the root of the page's server. */
  url?: string;
  /** Sent as a bearer token. Default none: in a page the cookie of the session says who asks. */
  token?: string;
  /** Default: the one of the platform. */
  fetch?: typeof fetch;
}

interface Given {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/**
 * Calls the API. Every call rejects with a {@link ProblemError} when the API refuses, and with what `fetch` throws when it is not
 * reached or `signal` ends it; whether a change was made is then unknown. Nothing is repeated by itself.
 *
 * @example
 * const client = new LongshoreClient({ url: 'http://127.0.0.1:4567' });
 * const { jobs, cursor } = await client.get('/queues/{queue}/jobs', { path: { queue: 'mail' }, query: { state: 'failed' } });
 * await client.post('/queues/{queue}/jobs', { path: { queue: 'mail' }, body: { name: 'welcome', data: { to: 'a@b.c' } } });
 */
export class LongshoreClient {
  readonly #base: string;
  readonly #token: string | undefined;
  readonly #fetch: typeof fetch;

  constructor({ url = '', token, fetch: chosen = fetch }: LongshoreClientOptions = {}) {
    this.#base = `${url.replace(/\/+$/, '')}/api/v1`;
    this.#token = token;
    // Called without a receiver: browsers refuse theirs as a method of anything else.
    this.#fetch = (...call) => chosen(...call);
  }

  get<P extends PathOf<'get'>>(path: P, ...[given]: Rest<GivenFor<P, 'get'>>): Promise<AnswerOf<P, 'get'>> {
    return this.#call('get', path, given);
  }

  post<P extends PathOf<'post'>>(path: P, ...[given]: Rest<GivenFor<P, 'post'>>): Promise<AnswerOf<P, 'post'>> {
    return this.#call('post', path, given);
  }

  put<P extends PathOf<'put'>>(path: P, ...[given]: Rest<GivenFor<P, 'put'>>): Promise<AnswerOf<P, 'put'>> {
    return this.#call('put', path, given);
  }

  patch<P extends PathOf<'patch'>>(path: P, ...[given]: Rest<GivenFor<P, 'patch'>>): Promise<AnswerOf<P, 'patch'>> {
    return this.#call('patch', path, given);
  }

  delete<P extends PathOf<'delete'>>(path: P, ...[given]: Rest<GivenFor<P, 'delete'>>): Promise<AnswerOf<P, 'delete'>> {
    return this.#call('delete', path, given);
  }

  async #call<A>(method: Method, path: string, given: Given = {}): Promise<A> {
    const { body, signal = null, idempotencyKey } = given;
    const headers: Record<string, string> = { accept: 'application/json' };
    if (this.#token !== undefined) headers['authorization'] = `Bearer ${this.#token}`;
    if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await this.#fetch(this.#base + filled(path, given.path) + searched(given.query), {
      method: method.toUpperCase(),
      headers,
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new ProblemError(await readProblem(response));
    return (response.status === 204 ? undefined : await response.json()) as A;
  }
}

/** `/queues/{queue}` with its names filled in. */
const filled = (path: string, names: Given['path'] = {}): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(names[name] ?? ''));

function searched(query: Given['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? '' : `?${search}`;
}
