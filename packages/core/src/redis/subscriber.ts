// One connection that listens to pub/sub channels for any number of listeners. Pub/sub forgets: whatever was announced
// while the connection was away is lost, so every listener is told when it has to read again.
import type { Redis } from 'ioredis';
import type { LongshoreError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { Connection } from './connection.js';

export interface Listener {
  /** A message of the channel. */
  message(text: string): void;
  /** Subscribed, or subscribed again: read what may have been missed. */
  fresh(): void;
  /** The subscription is gone. Messages of the next one may come before its `fresh`. */
  lost?(): void;
}

const PING_MS = 5000;
const RETRY_MS = 200;
const REFUSED_RETRY_MS = 5000;

export class Subscriber {
  readonly #channels = new Map<string, Set<Listener>>();
  #client: Redis | undefined;
  #running = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly connection: Connection,
    readonly log: Logger,
  ) {
    connection.onDown(() => {
      this.#client = undefined;
      for (const listeners of this.#channels.values()) for (const listener of listeners) listener.lost?.();
      this.#start();
    });
  }

  /** Listens until the function that it returns is called. `fresh` comes once the subscription holds. */
  listen(channel: string, listener: Listener): () => void {
    let listeners = this.#channels.get(channel);
    if (!listeners) {
      listeners = new Set();
      this.#channels.set(channel, listeners);
    }
    listeners.add(listener);
    if (this.#client) this.#subscribe(this.#client, channel, [listener]);
    else this.#start();
    return () => this.#forget(channel, listener);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#channels.clear();
    this.connection.close();
  }

  #forget(channel: string, listener: Listener): void {
    const listeners = this.#channels.get(channel);
    if (!listeners?.delete(listener) || listeners.size > 0) return;
    this.#channels.delete(channel);
    // If this fails the connection goes, and with it the subscription.
    this.#client?.unsubscribe(channel).catch(() => this.connection.drop());
  }

  #start(): void {
    if (this.#running || this.#closed || this.#channels.size === 0) return;
    this.#running = true;
    void this.#connect();
  }

  async #connect(): Promise<void> {
    while (!this.#closed && this.#channels.size > 0) {
      try {
        const client = (await this.connection.acquire(Number.POSITIVE_INFINITY)) as Redis;
        client.on('message', (channel: string, text: string) => {
          for (const listener of this.#channels.get(channel) ?? []) listener.message(text);
        });
        this.#client = client;
        for (const [channel, listeners] of this.#channels) this.#subscribe(client, channel, [...listeners]);
        this.#watch(client);
        break;
      } catch (err) {
        if (this.#closed) break;
        // A coded error of the connection: where it was noticed says nothing.
        const { code, message } = err as LongshoreError;
        this.log.warn({ code, reason: message }, 'the subscriber has no connection; it goes on trying');
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    this.#running = false;
    if (!this.#client) this.#start();
  }

  #subscribe(client: Redis, channel: string, listeners: readonly Listener[]): void {
    this.connection
      .command(() => client.subscribe(channel) as Promise<number>)
      .then(
        () => {
          for (const listener of listeners) if (this.#channels.get(channel)?.has(listener)) listener.fresh();
        },
        (err: unknown) => {
          // Where the connection went, another is on its way. Where Redis refuses, asking again at once would not help.
          if (this.#client !== client) return;
          this.log.warn({ err, channel }, 'a subscription failed; it is tried again in a few seconds');
          const again = () => {
            if (this.#client === client) this.connection.drop();
          };
          setTimeout(again, REFUSED_RETRY_MS).unref();
        },
      );
  }

  /** A half-open socket says nothing for ever: a ping whose answer does not come destroys it. */
  #watch(client: Redis): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      if (this.#client !== client) return;
      this.connection.command(() => client.ping()).catch(() => this.connection.drop());
    }, PING_MS).unref();
  }
}
