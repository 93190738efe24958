// The operations log: who did what through an API, newest first, as long as there is room. It is a Redis stream of its own, apart
// from all queues: what is written of a queue stays when the queue is destroyed.

import { InvalidCursorError } from '../errors.js';
import { randomId } from '../job/random-id.js';
import { integer, type Reader, readOptions } from '../options.js';
import { operationsKey } from '../redis/keys.js';
import { type BoardOptions, type OpenBoard, openBoard } from './open-board.js';
import { fromFields, type Operation, type OperationEntry, timeOf, toFields } from './operation.js';
import { sendUntil } from './send-until.js';

export interface OperationLogOptions extends BoardOptions {
  /** About how many entries are kept: the oldest go in blocks, so that there may be a few more. Default 10,000. */
  keep?: number;
}

/** A part of the log, newest first. */
export interface OperationPage {
  readonly operations: readonly Operation[];
  /** Leads to the next page; undefined where the log ends. */
  readonly cursor: string | undefined;
}

/** A place in the stream; a longer number would be no time. */
const readCursor: Reader<string> = (value, field) => {
  if (typeof value !== 'string' || !/^[1-9]\d{0,14}-\d{1,15}$/.test(value))
    throw new InvalidCursorError(field, 'is no cursor of the operations log');
  return value;
};

const PAGE = { limit: integer(1, 100), cursor: readCursor };
const DEFAULT_KEEP = 10_000;

/**
 * The log of what was done through an API.
 *
 * @example
 * const log = new OperationLog({ connection: 'redis://127.0.0.1:6379' });
 * await log.append({ action: 'job.retry', principal: 'ada', queue: 'mail', target: 'Rs2OFTjlE5', outcome: 'done', status: 200 });
 * const { operations, cursor } = await log.list({ limit: 20 });
 */
export class OperationLog {
  readonly #board: OpenBoard;
  readonly #key: string;
  readonly #keep: number;

  /** @throws {InvalidOptionError} {@link InvalidNameError} naming the field */
  constructor(options: OperationLogOptions) {
    const { board, prefix, given } = openBoard(options, { keep: integer(1, 1_000_000) }, 'the operations log');
    this.#board = board;
    this.#key = operationsKey(prefix);
    this.#keep = given.keep ?? DEFAULT_KEEP;
  }

  /**
   * Writes an entry. One whose reply is lost is written again until the deadline, so it may stand twice: with the same `id`, which no
   * other entry has. Entries that are written at once do not wait for each other.
   *
   * @throws {InvalidOptionError} naming the field that is unknown, missing or out of range
   * @throws {InvalidPayloadError} {@link PayloadTooLargeError} when `detail` is no JSON, or above 4 KiB
   * @throws {RedisUnavailableError} {@link CommandTimeoutError} when Redis did not answer in time; whether it was written is then unknown
   */
  async append(entry: OperationEntry): Promise<{ id: string; at: number }> {
    const { writer, links } = this.#board;
    const id = randomId();
    const fields = toFields(entry, id);
    const place = await sendUntil(writer.deadlineMs, (leftMs) =>
      links.connection.command(
        (client) => client.xadd(this.#key, 'MAXLEN', '~', this.#keep, '*', ...fields) as Promise<string>,
        leftMs,
      ),
    );
    return { id, at: timeOf(place as string) };
  }

  /**
   * A page of the log, newest first; with the `cursor` of a page, what comes behind that. What is written between two pages stands
   * before them and moves nothing.
   *
   * @param options `limit`: how many at most, 1 to 100, default 50
   * @throws {InvalidOptionError} naming the field
   * @throws {InvalidCursorError} when the cursor is none
   * @throws {RedisUnavailableError} {@link CommandTimeoutError} when Redis does not answer in time; asking again is safe
   * @throws {LongshoreError} `ERR_RECORD_BROKEN` when an entry was written by somebody else
   */
  async list(options: { limit?: number; cursor?: string } = {}): Promise<OperationPage> {
    const { limit = 50, cursor } = readOptions(options, PAGE, 'options');
    const newest = cursor === undefined ? '+' : `(${cursor}`;
    // One more than is told shows whether there is a next page.
    const found = (await this.#board.links.connection.command((client) =>
      client.xrevrange(this.#key, newest, '-', 'COUNT', limit + 1),
    )) as [place: string, fields: string[]][];
    const told = found.slice(0, limit);
    return {
      operations: told.map(([place, fields]) => fromFields(place, fields)),
      cursor: found.length > limit ? told.at(-1)?.[0] : undefined,
    };
  }

  /** Gives the connections back. */
  async close(): Promise<void> {
    this.#board.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
