// Follows the progress of a job, or a notice board, until its last notice:
//   1. by server-sent events, read with fetch so that a token can be sent in a header;
//   2. by long-poll, along `next_update_url`, where events do not get through;
//   3. through lost connections, restarts and refusals that pass, with growing pauses; by the number of the last notice, so that
//      none comes twice and the last one is never missed.
import { EventParser } from './event-parser.js';
import { patienceMs, sleep } from './patience.js';
import { type Exchange, PassingError, SilenceError, WatchedPlace } from './watched-place.js';

/** A notice of a job or of a board. */
export interface ProgressNotice {
  /** What was posted; null in the last notice of a job that has posted nothing. */
  // biome-ignore lint/suspicious/noExplicitAny: whoever posts knows what it is
  readonly value: any;
  /** Rises with each notice. */
  readonly seq: number;
  /** When it was posted, ms since 1970 by Redis's clock. */
  readonly at: number;
  /** How the job ended; in its last notice. */
  readonly state?: 'completed' | 'failed' | 'cancelled' | 'expired' | 'removed';
  /** Null in the last notice of a job. */
  readonly next_update_url: string | null;
}

export interface WatchProgressOptions {
  /** Ends the watch: it rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Sent as a bearer token. Default: the `token` in the URL, which is then sent in a header instead. */
  token?: string;
  /** Default: the one of the platform. */
  fetch?: typeof fetch;
}

/** A server that speaks events begins at once. What keeps it back so long keeps everything back. */
const FIRST_BYTE_MS = 8000;
/** It says something every 15 s. */
const SILENCE_MS = 40_000;
/** It answers a long-poll after 25 s. */
const POLL_MS = 40_000;
/** An empty answer that comes sooner than this was not waited for. */
const AT_ONCE_MS = 1000;

/**
 * Calls back with each newer notice, and resolves with the last one when the job has ended. Of notices that follow each other quickly some are
 * passed over, the last one never. Goes on by itself through lost connections, restarts of the API and its 503s; a board is
 * watched until `signal` ends it.
 *
 * @param url where the API shows the progress: `…/api/v1/queues/mail/jobs/7/progress`, in a page also without the server; a `since` in
 *   it is the last notice that is known
 * @param callback what it throws ends the watch and is thrown on
 * @throws {ProblemError} when the API refuses: no such job (404), a wrong token (401, 403)
 * @throws the reason of `signal`
 * @example
 * const { state } = await watchProgress(url, ({ value }) => {
 *   bar.value = value.percent;
 * }, { token });
 */
export async function watchProgress(
  url: string | URL,
  callback: (notice: ProgressNotice) => void,
  { signal, token, fetch: chosen = fetch }: WatchProgressOptions = {},
): Promise<ProgressNotice> {
  const place = new WatchedPlace(url, token, chosen, signal);
  return new Watch(place, callback, signal).run();
}

class Watch {
  readonly #place: WatchedPlace;
  readonly #callback: (notice: ProgressNotice) => void;
  readonly #signal: AbortSignal | undefined;
  #since: number;
  #next: URL | undefined;
  #last: ProgressNotice | undefined;
  #speaksEvents = true;
  /** What the callback threw: not a failure of the connection. */
  #thrown: { readonly error: unknown } | undefined;

  constructor(place: WatchedPlace, callback: (notice: ProgressNotice) => void, signal: AbortSignal | undefined) {
    this.#place = place;
    this.#callback = callback;
    this.#signal = signal;
    this.#since = place.since;
  }

  async run(): Promise<ProgressNotice> {
    for (let failures = 0; ; ) {
      const before = this.#since;
      let afterMs = 0;
      try {
        if (this.#speaksEvents) await this.#readEvents();
        else await this.#poll();
        failures = 0;
      } catch (error) {
        if (this.#thrown) throw this.#thrown.error;
        if (!(error instanceof PassingError)) throw error;
        if (error instanceof SilenceError) this.#speaksEvents = false;
        failures = this.#since > before ? 0 : failures + 1;
        afterMs = error.afterMs;
      }
      if (this.#last) return this.#last;
      // A long-poll that was waited for or brought something is followed by the next at once.
      if (failures > 0 || this.#speaksEvents)
        await sleep(Math.max(afterMs, patienceMs(Math.max(0, failures - 1))), this.#signal);
    }
  }

  #readEvents(): Promise<void> {
    return this.#place.ask(this.#place.after(this.#since), 'text/event-stream', FIRST_BYTE_MS, async (exchange) => {
      const { response } = exchange;
      if (response.status === 204) return this.#findLast();
      if (response.headers.get('content-type')?.startsWith('text/event-stream')) return this.#readStream(exchange);
      this.#speaksEvents = false;
    });
  }

  async #readStream({ response, heard }: Exchange): Promise<void> {
    const parser = new EventParser();
    const decoder = new TextDecoder();
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      heard(SILENCE_MS);
      for (const data of parser.feed(decoder.decode(part.value, { stream: true }))) this.#take(JSON.parse(data));
      if (this.#last) return;
    }
  }

  async #poll(): Promise<void> {
    const url = this.#next ?? this.#place.after(this.#since);
    const askedAt = Date.now();
    const notice = await this.#ask(url);
    if (notice) this.#take(notice);
    else if (Date.now() - askedAt < AT_ONCE_MS) {
      await this.#findLast();
      if (!this.#last) await sleep(patienceMs(0), this.#signal);
    }
  }

  /** There is nothing newer, and nothing was waited for: the job may be over, and its last notice known to whoever asked. */
  async #findLast(): Promise<void> {
    const notice = await this.#ask(this.#place.after(0, { wait: '0' }));
    if (notice?.next_update_url === null) this.#last = notice;
  }

  #ask(url: URL): Promise<ProgressNotice | undefined> {
    return this.#place.ask(url, 'application/json', POLL_MS, async ({ response }) =>
      response.status === 204 ? undefined : ((await response.json()) as ProgressNotice),
    );
  }

  #take(notice: ProgressNotice): void {
    if (notice.next_update_url === null) this.#last = notice;
    else this.#next = this.#place.next(notice.next_update_url);
    if (notice.seq <= this.#since) return;
    this.#since = notice.seq;
    try {
      this.#callback(notice);
    } catch (error) {
      this.#thrown = { error };
      throw error;
    }
  }
}
