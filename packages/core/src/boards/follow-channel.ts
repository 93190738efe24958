// Follows a channel: the history first, then what is published, each message once and in order, through lost connections.
// Subscribe, then replay from the last message seen; what is published meanwhile waits, and is told apart by its id.
import { HistoryTrimmedError } from '../errors.js';
import { integer, type Reader, readOptions, signal } from '../options.js';
import type { Connection } from '../redis/connection.js';
import type { channelKeys } from '../redis/keys.js';
import { replay } from '../redis/post.js';
import { isPassing } from '../redis/redis-error.js';
import type { Subscriber } from '../redis/subscriber.js';
import { parseNotice } from './watch-notices.js';

/** A message of a channel. */
export interface ChannelMessage<T = unknown> {
  /** Rises with each message. */
  readonly id: number;
  /** When it was published, Redis ms. */
  readonly at: number;
  readonly message: T;
}

export interface SubscribeOptions {
  /** Only messages after this id; `'now'`: only what comes from now on. Default: all that is kept, and what follows. */
  since?: number | 'now';
  /** Ends the subscription. */
  signal?: AbortSignal;
}

export interface ChannelSource {
  readonly name: string;
  readonly keys: ReturnType<typeof channelKeys>;
  readonly connection: Connection;
  readonly subscriber: Subscriber;
  /** A gap is an error; otherwise what is missed is missed. */
  readonly gapFree: boolean;
  onEnd(callback: () => void): () => void;
}

export const readSince: Reader<number | 'now'> = (value, field) => (value === 'now' ? value : integer(0)(value, field));

/** Checks the options of a subscription. @throws {InvalidOptionError} */
export const readSubscribe = (options: unknown): SubscribeOptions =>
  readOptions(options, { since: readSince, signal }, 'options');

const PAGE = 500;
const RETRY_MS = 500;
/** A subscriber that is this far behind reads the rest from the history, when it gets there. */
const MOST_WAITING = 10_000;

export async function* followChannel<T>(
  source: ChannelSource,
  { since, signal: aborter }: SubscribeOptions,
): AsyncGenerator<ChannelMessage<T>, void, undefined> {
  const follower = new Follower<T>(source, since);
  const end = () => follower.end();
  const stopWaiting = source.onEnd(end);
  aborter?.addEventListener('abort', end, { once: true });
  if (aborter?.aborted) end();
  const stopListening = source.subscriber.listen(source.keys.messages, {
    message: (text) => follower.heard(text),
    fresh: () => follower.subscribed(),
    lost: () => follower.unsubscribed(),
  });
  try {
    for (let message = await follower.next(); message; message = await follower.next()) yield message;
  } finally {
    follower.end();
    stopListening();
    stopWaiting();
    aborter?.removeEventListener('abort', end);
  }
}

class Follower<T> {
  readonly #source: ChannelSource;
  /** The last message in line; undefined: everything that is kept is wanted. */
  #last: number | undefined;
  #line: ChannelMessage<T>[] = [];
  /** What is published while the history is read. */
  #live: ChannelMessage<T>[] = [];
  #reading = false;
  #readAgain = false;
  #overflowed = false;
  #isLive = false;
  /** What a new subscription brings before this is true lies behind a gap that has not been read yet. */
  #isSubscribed = false;
  #over = false;
  #failure: unknown;
  #wake = () => {};

  constructor(source: ChannelSource, since: number | 'now' | undefined) {
    this.#source = source;
    this.#last = since === 'now' ? undefined : since;
    this.#fromNow = since === 'now';
  }

  #fromNow: boolean;

  subscribed(): void {
    this.#isSubscribed = true;
    void this.catchUp();
  }

  unsubscribed(): void {
    this.#isSubscribed = false;
  }

  heard(text: string): void {
    const { seq: id, at, value } = parseNotice<T>(text);
    if (!this.#isSubscribed || !this.#isLive || this.#reading) this.#live.push({ id, at, message: value });
    else this.#push({ id, at, message: value });
    if (this.#live.length > MOST_WAITING) this.#live.shift();
  }

  /** Reads what was missed, then lets what came meanwhile follow. */
  async catchUp(): Promise<void> {
    if (this.#reading) {
      this.#readAgain = true;
      return;
    }
    this.#reading = true;
    try {
      do {
        this.#readAgain = false;
        await this.#replay();
      } while (this.#readAgain && !this.#over);
      this.#isLive = true;
      if (this.#isSubscribed) this.#takeLive();
    } catch (error) {
      this.#fail(error);
    }
    this.#reading = false;
  }

  async next(): Promise<ChannelMessage<T> | undefined> {
    for (;;) {
      const message = this.#line.shift();
      if (message) return message;
      if (this.#failure) throw this.#failure;
      if (this.#over) return undefined;
      if (this.#overflowed) {
        this.#overflowed = false;
        await this.catchUp();
        continue;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  end(): void {
    this.#over = true;
    this.#wake();
  }

  #takeLive(): void {
    const live = this.#live;
    this.#live = [];
    for (const message of live) this.#push(message);
  }

  async #replay(): Promise<void> {
    const { connection, keys, name, gapFree } = this.#source;
    if (this.#fromNow) {
      this.#last = (await replay.run(connection, keys, { since: undefined, limit: 1 })).last;
      this.#fromNow = false;
      return;
    }
    if (!gapFree) return;
    for (let more = true; more && !this.#over; ) {
      const page = await replay.run(connection, keys, { since: this.#last, limit: PAGE });
      if (page.trimmed !== undefined) throw new HistoryTrimmedError(name, this.#last ?? 0, page.trimmed);
      for (const { id, at, text } of page.messages) this.#push({ id, at, message: JSON.parse(text) });
      this.#last ??= page.last;
      more = page.messages.length === PAGE;
    }
  }

  #push(message: ChannelMessage<T>): void {
    if (this.#last !== undefined && message.id <= this.#last) return;
    if (this.#line.length >= MOST_WAITING && !this.#reading) {
      if (this.#source.gapFree) {
        // Not taken in: the history has it, and it is read when the line is empty.
        this.#overflowed = true;
        return;
      }
      this.#line.shift();
    }
    if (this.#overflowed) return;
    this.#last = message.id;
    this.#line.push(message);
    this.#wake();
  }

  #fail(error: unknown): void {
    if (isPassing(error) && !this.#over) {
      // Without Redis there is nothing to read; a new subscription also reads again.
      setTimeout(() => void this.catchUp(), RETRY_MS);
      return;
    }
    this.#failure = error;
    this.#wake();
  }
}
