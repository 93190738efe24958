// The notice board: the last value stays, every change is announced.
import type { Duration } from '../duration.js';
import { durationMs } from '../duration.js';
import { ClosedError } from '../errors.js';
import { toJson } from '../job/json-value.js';
import { readName } from '../options.js';
import { boardKeys } from '../redis/keys.js';
import { post } from '../redis/post.js';
import { type BoardOptions, type Opened, openBoard } from './board-options.js';
import { type Notice, type WatchOptions, watchNotices } from './watch-notices.js';
import { Writer } from './writer.js';

/**
 * A notice board.
 *
 * @example
 * const board = new NoticeBoard<{ percent: number }>('import', { connection: 'redis://127.0.0.1:6379' });
 * await board.post({ percent: 40 });
 * for await (const { seq, value } of board.watch()) console.log(seq, value.percent);
 */
export class NoticeBoard<T = any> {
  readonly name: string;
  readonly #opened: Opened;
  readonly #keys: ReturnType<typeof boardKeys>;
  readonly #writer: Writer;
  readonly #onClose = new Set<() => void>();
  #closed = false;

  /** @throws {InvalidOptionError} {@link InvalidNameError} naming the field */
  constructor(name: string, options: BoardOptions) {
    this.name = readName(name, 'name');
    this.#opened = openBoard(options, {});
    this.#keys = boardKeys(this.#opened.prefix, this.name);
    this.#writer = new Writer(this.#opened.deadlineMs);
  }

  /**
   * Posts a value and announces it. A post whose reply is lost is sent again and repeats nothing.
   *
   * @param options `ttl`: how long the value stays; by default without end
   * @throws {InvalidPayloadError} {@link PayloadTooLargeError} when the value is no JSON, or above 1 MiB
   * @throws {RedisUnavailableError} {@link CommandTimeoutError} when Redis did not answer in time; whether it was posted is then unknown
   */
  async post(value: T, options: { ttl?: Duration } = {}): Promise<{ seq: number; at: number }> {
    this.#alive();
    const json = toJson(value, 'value');
    const ttlMs = options.ttl === undefined ? 0 : Math.max(1, durationMs(options.ttl, 'ttl'));
    const { connection } = this.#opened.links;
    return this.#writer.write((number, leftMs) => post.run(connection, this.#keys, { writer: this.#writer.id, number, value: json, ttlMs }, leftMs));
  }

  /** The value that is there now; undefined when there is none. */
  async read(): Promise<Notice<T> | undefined> {
    this.#alive();
    const found = (await this.#opened.links.connection.command((client) => client.hmget(this.#keys.board, 'seq', 'at', 'value'))) as (string | null)[];
    const [seq, at, value] = found;
    return typeof seq === 'string' && typeof value === 'string' ? { seq: Number(seq), at: Number(at), value: JSON.parse(value) } : undefined;
  }

  /** The current value first, if there is one, then each newer one; ends by `signal`, by `break`, or when the board is closed. */
  watch(options: WatchOptions = {}): AsyncIterableIterator<Notice<T>> {
    this.#alive();
    const { subscriber } = this.#opened.links;
    return watchNotices<T>(
      {
        subscriber,
        channel: this.#keys.notice,
        read: () => this.read(),
        onEnd: (callback) => {
          this.#onClose.add(callback);
          return () => this.#onClose.delete(callback);
        },
      },
      options,
    );
  }

  /** Ends all watches and gives the connections back. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const end of [...this.#onClose]) end();
    this.#opened.links.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #alive(): void {
    if (this.#closed) throw new ClosedError(`the notice board ${this.name}`);
  }
}
