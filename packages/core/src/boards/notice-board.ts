// The notice board: the last value stays, every change is announced.

import type { Duration } from '../duration.js';
import { toJson } from '../job/json-value.js';
import { duration, readName, readOptions } from '../options.js';
import { boardKeys } from '../redis/keys.js';
import { post } from '../redis/post.js';
import { type Notice, readNotice } from '../redis/read-notice.js';
import type { Untyped } from '../untyped.js';
import { type BoardOptions, type OpenBoard, openBoard } from './open-board.js';
import { readWatch, type WatchOptions, watchNotices } from './watch-notices.js';

/**
 * A notice board.
 *
 * @example
 * const board = new NoticeBoard<{ percent: number }>('import', { connection: 'redis://127.0.0.1:6379' });
 * await board.post({ percent: 40 });
 * for await (const { seq, value } of board.watch()) console.log(seq, value.percent);
 */
export class NoticeBoard<T = Untyped> {
  readonly name: string;
  readonly #board: OpenBoard;
  readonly #keys: ReturnType<typeof boardKeys>;

  /** @throws {InvalidOptionError} {@link InvalidNameError} naming the field */
  constructor(name: string, options: BoardOptions) {
    this.name = readName(name, 'name');
    const { board, prefix } = openBoard(options, {}, `the notice board ${name}`);
    this.#board = board;
    this.#keys = boardKeys(prefix, name);
  }

  /**
   * Posts a value and announces it. A post whose reply is lost is sent again and repeats nothing.
   *
   * @param options `ttl`: how long the value stays; by default without end
   * @throws {InvalidPayloadError} {@link PayloadTooLargeError} when the value is no JSON, or above 1 MiB
   * @throws {RedisUnavailableError} {@link CommandTimeoutError} when Redis did not answer in time; whether it was posted is then unknown
   */
  async post(value: T, options: { ttl?: Duration } = {}): Promise<{ seq: number; at: number }> {
    const { writer, links } = this.#board;
    const json = toJson(value, 'value');
    const ttlMs = readOptions(options, { ttl: duration(1) }, 'options').ttl ?? 0;
    return writer.write((number, leftMs) =>
      post.run(links.connection, this.#keys, { writer: writer.id, number, value: json, ttlMs }, leftMs),
    );
  }

  /** The value that is there now; undefined when there is none. */
  async read(): Promise<Notice<T> | undefined> {
    return readNotice<T>(this.#board.links.connection, this.#keys.board, 'value');
  }

  /** The current value first, if there is one, then each newer one; ends by `signal`, by `break`, or when the board is closed. */
  watch(options: WatchOptions = {}): AsyncIterableIterator<Notice<T>> {
    const { onEnd, links } = this.#board;
    return watchNotices<T>(
      { subscriber: links.subscriber, channel: this.#keys.notice, read: () => this.read(), onEnd },
      readWatch(options),
    );
  }

  /** Ends all watches and gives the connections back. */
  async close(): Promise<void> {
    this.#board.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
