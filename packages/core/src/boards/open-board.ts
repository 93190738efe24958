// What boards and channels have in common: their options, the connections they share, and how they end.
import type { Duration } from '../duration.js';
import { ClosedError, InvalidOptionError } from '../errors.js';
import { type Logger, readLogger } from '../logger.js';
import { duration, kind, type Reader, readOptions, readPrefix } from '../options.js';
import { type Links, openLinks } from '../redis/links.js';
import type { ConnectionOption } from '../redis/target.js';
import { Writer } from './writer.js';

export interface BoardOptions {
  /** Where Redis is: a URL, ioredis options, or an ioredis client whose settings are used. */
  connection: ConnectionOption;
  /** What all keys begin with. Default `'longshore'`. */
  prefix?: string;
  /** How long a post may take, tries included. Default `'5s'`. */
  deadline?: Duration;
  /** Default: pino at `warn`, on standard error. */
  logger?: Logger;
}

const TABLE = {
  connection: ((value) => value) as Reader<unknown>,
  prefix: readPrefix,
  deadline: duration(50),
  logger: kind<Logger>('object'),
};

/** An open board or channel. */
export class OpenBoard {
  readonly writer: Writer;
  readonly #links: Links;
  readonly #what: string;
  readonly #onEnd = new Set<() => void>();
  #closed = false;

  constructor(links: Links, deadlineMs: number, what: string) {
    this.#links = links;
    this.#what = what;
    this.writer = new Writer(deadlineMs);
  }

  /** The shared connections. @throws {ClosedError} when it is closed */
  get links(): Links {
    if (this.#closed) throw new ClosedError(this.#what);
    return this.#links;
  }

  /** Calls back when it is closed; returns what stops that. */
  readonly onEnd = (callback: () => void): (() => void) => {
    this.#onEnd.add(callback);
    return () => this.#onEnd.delete(callback);
  };

  /** Ends whatever follows it and gives the connections back. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const end of [...this.#onEnd]) end();
    this.#links.release();
  }
}

/** Reads the options, those of `more` among them, and opens the links. @throws {InvalidOptionError} */
export function openBoard<More extends Record<string, Reader<unknown>>>(options: unknown, more: More, what: string) {
  const given = readOptions(options, { ...TABLE, ...more }, 'options');
  const {
    connection,
    prefix = 'longshore',
    deadline = 5000,
    logger,
  } = given as { connection?: unknown; prefix?: string; deadline?: number; logger?: Logger };
  if (connection === undefined)
    throw new InvalidOptionError(
      'options.connection',
      "expected a URL like 'redis://127.0.0.1:6379', ioredis options, or an ioredis client",
    );
  const links = openLinks(connection, deadline, readLogger(logger, 'options.logger'));
  return { board: new OpenBoard(links, deadline, what), prefix, given };
}
