// One channel with everybody who listens. It is followed once, and its last messages are kept as they are sent, so that each listener is
// only a place in a line: one that is behind what is kept here reads on in the history, page by page, as fast as it can take them.
import type { Channel, ChannelMessage } from '@longshore/core';
import type { FastifyBaseLogger } from 'fastify';

export interface SentMessage {
  readonly id: number;
  readonly frame: Buffer;
}

/** How much is kept for listeners that are a little behind. */
const KEPT = 500;
const KEPT_BYTES = 1024 * 1024;
const RETRY_MS = 500;

export class ChannelTopic {
  readonly #channel: Channel;
  readonly #shown: (message: unknown) => unknown;
  readonly #log: FastifyBaseLogger;
  readonly #listeners = new Set<() => void>();
  readonly #aborter = new AbortController();
  #line: SentMessage[] = [];
  #bytes = 0;
  /** The id behind which everything is in line; undefined until it is known. */
  #floor: number | undefined;
  #opening: Promise<void> | undefined;
  usedAt = performance.now();

  constructor(channel: Channel, shown: (message: unknown) => unknown, log: FastifyBaseLogger) {
    this.#channel = channel;
    this.#shown = shown;
    this.#log = log;
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  get isClosed(): boolean {
    return this.#aborter.signal.aborted;
  }

  /** Begins to follow. @throws errors of Redis */
  open(): Promise<void> {
    this.usedAt = performance.now();
    this.#opening ??= this.#open().catch((error) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  /** Where a listener begins that wants nothing of the past. */
  get newestId(): number {
    return this.#line.at(-1)?.id ?? this.#floor ?? 0;
  }

  /**
   * What follows a message, and where to go on; from the line if it reaches so far, else from the history.
   *
   * @throws {HistoryTrimmedError} when messages behind `since` are gone; errors of Redis
   */
  async after(since: number | undefined, most: number): Promise<{ messages: readonly SentMessage[]; last: number }> {
    const floor = this.#floor ?? 0;
    if (since !== undefined && since >= floor) {
      const first = this.#line.findIndex(({ id }) => id > since);
      const messages = first < 0 ? [] : this.#line.slice(first, first + most);
      return { messages, last: messages.at(-1)?.id ?? since };
    }
    const page = await this.#channel.read({ ...(since === undefined ? {} : { since }), limit: most });
    const messages = page.messages.map((message) => this.#sent(message));
    // An empty page: nothing lies between, and the line has what comes next.
    return { messages, last: messages.at(-1)?.id ?? Math.max(page.last, floor) };
  }

  /** Calls back when there is more in line, or nothing will come any more. */
  listen(callback: () => void): () => void {
    this.#listeners.add(callback);
    return () => {
      this.usedAt = performance.now();
      this.#listeners.delete(callback);
    };
  }

  close(): void {
    this.#aborter.abort();
    this.#wake();
  }

  async #open(): Promise<void> {
    this.#floor = (await this.#channel.read({ since: 'now' })).last;
    void this.#run();
  }

  async #run(): Promise<void> {
    const { signal } = this.#aborter;
    while (!signal.aborted) {
      try {
        for await (const message of this.#channel.subscribe({ since: this.newestId, signal })) this.#take(message);
      } catch (err) {
        if (signal.aborted) return;
        this.#log.debug({ err }, 'a channel could not be followed without a gap; its listeners read on by themselves');
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        await this.#skip();
      }
    }
  }

  /** Messages are gone that nobody here has seen. The line begins anew, so that each listener asks the history and is told. */
  async #skip(): Promise<void> {
    try {
      const { last } = await this.#channel.read({ since: 'now' });
      this.#line = [];
      this.#bytes = 0;
      this.#floor = Math.max(last, this.newestId);
      this.#wake();
    } catch {
      // Without Redis there is nothing to begin with; the next round tries again.
    }
  }

  #take(message: ChannelMessage): void {
    const sent = this.#sent(message);
    this.#line.push(sent);
    this.#bytes += sent.frame.length;
    while (this.#line.length > KEPT || (this.#bytes > KEPT_BYTES && this.#line.length > 1)) {
      const { id, frame } = this.#line.shift() as SentMessage;
      this.#bytes -= frame.length;
      this.#floor = id;
    }
    this.#wake();
  }

  #sent({ id, at, message }: ChannelMessage): SentMessage {
    const data = JSON.stringify({ id, at, message: this.#shown(message) });
    return { id, frame: Buffer.from(`id: ${id}\ndata: ${data}\n\n`) };
  }

  #wake(): void {
    for (const callback of [...this.#listeners]) callback();
  }
}
