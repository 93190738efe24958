// The calls of the API.
import { type Problem, ProblemError } from './problem-error.js';

export interface LongshoreClientOptions {
  /** Where the API is mounted, such as `'http://127.0.0.1:4567'`; in a page, a path will do. Default: the root of the page's server. */
  url?: string;
  /** Sent as a bearer token. Default none: in a page the cookie of the session says who asks. */
  token?: string;
  /** Default: the one of the platform. */
  fetch?: typeof fetch;
}

/**
 * Calls the API.
 *
 * @example
 * const client = new LongshoreClient({ url: 'http://127.0.0.1:4567' });
 * const { queues } = await client.queues();
 */
export class LongshoreClient {
  readonly #base: string;
  readonly #token: string | undefined;
  readonly #fetch: typeof fetch;

  constructor({ url = '', token, fetch: chosen = fetch }: LongshoreClientOptions = {}) {
    this.#base = `${url.replace(/\/+$/, '')}/api/v1`;
    this.#token = token;
    this.#fetch = (...call) => chosen(...call);
  }

  /** All queues at a glance. @throws {ProblemError} */
  async queues(): Promise<unknown> {
    return this.#get('/queues');
  }

  async #get(path: string): Promise<unknown> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (this.#token !== undefined) headers['authorization'] = `Bearer ${this.#token}`;
    const response = await this.#fetch(this.#base + path, { headers });
    if (!response.ok) throw new ProblemError((await response.json()) as Problem);
    return await response.json();
  }
}
