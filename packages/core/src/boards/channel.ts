// The channel: broadcast with an optional history, so that a late subscriber reads what it missed and then follows.

import { toJson } from '../job/json-value.js';
import { integer, readName } from '../options.js';
import { channelKeys } from '../redis/keys.js';
import { publish } from '../redis/post.js';
import type { Untyped } from '../untyped.js';
import { type ChannelMessage, followChannel, readSubscribe, type SubscribeOptions } from './follow-channel.js';
import { type BoardOptions, type OpenBoard, openBoard } from './open-board.js';

export interface ChannelOptions extends BoardOptions {
  /** How many messages are kept for late subscribers. Default 0: who is not there misses it. Publishers and subscribers say the same. */
  history?: number;
}

/**
 * A broadcast channel.
 *
 * @example
 * const chat = new Channel<{ from: string; text: string }>('chat', { connection: 'redis://127.0.0.1:6379', history: 100 });
 * await chat.publish({ from: 'ada', text: 'hello' });
 * for await (const { id, message } of chat.subscribe()) console.log(id, message.text);
 */
export class Channel<T = Untyped> {
  readonly name: string;
  readonly #board: OpenBoard;
  readonly #keys: ReturnType<typeof channelKeys>;
  readonly #history: number;

  /** @throws {InvalidOptionError} {@link InvalidNameError} naming the field */
  constructor(name: string, options: ChannelOptions) {
    this.name = readName(name, 'name');
    const { board, prefix, given } = openBoard(options, { history: integer(0, 1_000_000) }, `the channel ${name}`);
    this.#board = board;
    this.#history = given.history ?? 0;
    this.#keys = channelKeys(prefix, name);
  }

  /**
   * Sends a message to all subscribers; returns its id. One whose reply is lost is sent again and repeats nothing.
   *
   * @throws {InvalidPayloadError} {@link PayloadTooLargeError} when the message is no JSON, or above 1 MiB
   * @throws {RedisUnavailableError} {@link CommandTimeoutError} when Redis did not answer in time; whether it was published is then unknown
   */
  async publish(message: T): Promise<{ id: number; at: number }> {
    const { writer, links } = this.#board;
    const json = toJson(message, 'message');
    return writer.write((number, leftMs) =>
      publish.run(
        links.connection,
        this.#keys,
        { writer: writer.id, number, message: json, keep: this.#history },
        leftMs,
      ),
    );
  }

  /**
   * Follows the channel. With a history, what is kept comes first and no message is missed or repeated, also through lost connections;
   * without one, what is sent while nobody listens is missed. Ends by `signal`, by `break`, or when the channel is closed.
   *
   * @param given `since`: only messages after this id, every one of them; `'now'`: nothing of the past
   * @throws {HistoryTrimmedError} while iterating, when messages after `since` are no longer kept
   */
  subscribe(given: SubscribeOptions = {}): AsyncIterableIterator<ChannelMessage<T>> {
    const options = readSubscribe(given);
    const { links, onEnd } = this.#board;
    const gapFree = this.#history > 0 || typeof options.since === 'number';
    return followChannel<T>(
      { name: this.name, keys: this.#keys, connection: links.connection, subscriber: links.subscriber, gapFree, onEnd },
      options,
    );
  }

  /** Ends all subscriptions and gives the connections back. */
  async close(): Promise<void> {
    this.#board.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
