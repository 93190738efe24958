// One place that is watched: its URL, who asks, and single requests to it, each of which ends when it is silent for too long.
import { askedForMs } from './patience.js';
import { ProblemError, readProblem } from './problem-error.js';

/** Thrown where another try may help. */
export class PassingError extends Error {
  constructor(
    message: string,
    /** How long the server wants to be left alone. */
    readonly afterMs = 0,
  ) {
    super(message);
  }
}

/** Nothing came in time: what stands between may keep events back. */
export class SilenceError extends PassingError {}

export interface Exchange {
  readonly response: Response;
  /** Something came: the time for silence begins anew, and from now on it may take so long. */
  heard(nextWithinMs: number): void;
  /** Ends it, whatever is under way. */
  end(): void;
}

/** Answers behind which the same request may do better. */
const PASSING = new Set([408, 425, 429]);

export class WatchedPlace {
  readonly #url: URL;
  readonly #token: string | undefined;
  readonly #fetch: typeof fetch;
  readonly #signal: AbortSignal | undefined;

  constructor(url: string | URL, token: string | undefined, chosen: typeof fetch, signal: AbortSignal | undefined) {
    this.#url = new URL(url, globalThis.location?.href);
    // A token travels in a header, so that it does not get into the logs of servers on the way.
    this.#token = token ?? this.#url.searchParams.get('token') ?? undefined;
    this.#url.searchParams.delete('token');
    this.#fetch = (...call) => chosen(...call);
    this.#signal = signal;
  }

  /** What the URL says is known already. */
  get since(): number {
    return Number(this.#url.searchParams.get('since')) || 0;
  }

  /** Where to ask for what is newer. */
  after(since: number, more: Readonly<Record<string, string>> = {}): URL {
    const url = new URL(this.#url);
    for (const [name, value] of Object.entries({ since: `${since}`, ...more })) url.searchParams.set(name, value);
    return url;
  }

  /** Where an answer leads. */
  next(path: string): URL {
    const url = new URL(path, this.#url);
    url.searchParams.delete('token');
    return url;
  }

  /**
   * Asks, and hands over the answer.
   *
   * @throws {ProblemError} when asking again would not help; {@link PassingError} when it may; the reason of the signal
   */
  async ask<T>(url: URL, accept: string, withinMs: number, use: (exchange: Exchange) => Promise<T>): Promise<T> {
    const aborter = new AbortController();
    const end = (): void => aborter.abort();
    let isSilent = false;
    const silence = (ms: number) =>
      setTimeout(() => {
        isSilent = true;
        end();
      }, ms);
    let timer = silence(withinMs);
    const heard = (ms: number): void => {
      clearTimeout(timer);
      timer = silence(ms);
    };
    this.#signal?.addEventListener('abort', end, { once: true });
    try {
      this.#signal?.throwIfAborted();
      const headers = { accept, ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }) };
      const response = await this.#fetch(url, { headers, cache: 'no-store', signal: aborter.signal });
      if (!response.ok) await refuse(response);
      return await use({ response, heard, end });
    } catch (error) {
      this.#signal?.throwIfAborted();
      if (isSilent) throw new SilenceError('nothing came in time');
      // What fetch throws when it cannot reach the server, or when the connection breaks, is a TypeError or says less.
      throw error instanceof ProblemError || error instanceof PassingError ? error : new PassingError(String(error));
    } finally {
      clearTimeout(timer);
      this.#signal?.removeEventListener('abort', end);
      end();
    }
  }
}

async function refuse(response: Response): Promise<never> {
  const { status } = response;
  if (status < 500 && !PASSING.has(status)) throw new ProblemError(await readProblem(response));
  throw new PassingError(`the answer was ${status}`, askedForMs(response));
}
