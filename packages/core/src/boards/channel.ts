// The channel: broadcast with an optional history, so that a late subscriber reads what it missed and then follows.

import { HistoryTrimmedError } from '../errors.js';
import { toJson } from '../job/json-value.js';
import { integer, type Reader, readName, readOptions } from '../options.js';
import { channelKeys } from '../redis/keys.js';
import { publish, replay } from '../redis/post.js';
import type { Untyped } from '../untyped.js';
import {
  type ChannelMessage,
  followChannel,
  readSince,
  readSubscribe,
  type SubscribeOptions,
} from './follow-channel.js';
import { type BoardOptions, type OpenBoard, openBoard } from './open-board.js';

const readHistorySize: Reader<number | 'same'> = (value, field) =>
  value === 'same' ? value : integer(0, 1_000_000)(value, field);

const READ_OPTIONS = { since: readSince, limit: integer(1, 1000) };

export interface ChannelOptions extends BoardOptions {
  /**
   * How many messages are kept for late subscribers. Default 0: who is not there misses it. Publishers and subscribers say the same; who
   * does not know says `'same'`: as the last publisher that knew.
   */
  history?: number | 'same';
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
  readonly #history: number | 'same';

  /** @throws {InvalidOptionError} {@link InvalidNameError} naming the field */
  constructor(name: string, options: ChannelOptions) {
    this.name = readName(name, 'name');
    const { board, prefix, given } = openBoard(options, { history: readHistorySize }, `the channel ${name}`);
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
        { writer: writer.id, number, message: json, keep: this.#history === 'same' ? undefined : this.#history },
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
    const gapFree = this.#history === 'same' || this.#history > 0 || typeof options.since === 'number';
    return followChannel<T>(
      { name: this.name, keys: this.#keys, connection: links.connection, subscriber: links.subscriber, gapFree, onEnd },
      options,
    );
  }

  /**
   * A part of the history, without following the channel: the oldest messages after `since`.
   *
   * @param given `since`: as for `subscribe`; `'now'` brings no message and the last id alone. `limit`: at most so many, up to 1,000. Default 100
   * @returns the messages, and the id of the last message that was ever published, 0 when there was none
   * @throws {HistoryTrimmedError} `ERR_HISTORY_TRIMMED` when messages after `since` are no longer kept
   * @throws {InvalidOptionError} naming the field
   * @throws {RedisUnavailableError} {@link CommandTimeoutError} when Redis does not answer in time; asking again is safe
   * @example const { messages } = await chat.read({ since: lastSeen });
   */
  async read(
    given: { since?: number | 'now'; limit?: number } = {},
  ): Promise<{ messages: ChannelMessage<T>[]; last: number }> {
    const { since, limit = 100 } = readOptions(given, READ_OPTIONS, 'options');
    const input = since === 'now' ? { since: undefined, limit: 1 } : { since, limit };
    const page = await replay.run(this.#board.links.connection, this.#keys, input);
    if (page.trimmed !== undefined) throw new HistoryTrimmedError(this.name, input.since ?? 0, page.trimmed);
    const messages = since === 'now' ? [] : page.messages;
    return { messages: messages.map(({ id, at, text }) => ({ id, at, message: JSON.parse(text) })), last: page.last };
  }

  /** Ends all subscriptions and gives the connections back. */
  async close(): Promise<void> {
    this.#board.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
