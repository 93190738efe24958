// What boards and channels have in common: their options, and the things that are opened by them.
import type { Duration } from '../duration.js';
import { InvalidOptionError } from '../errors.js';
import { type Logger, readLogger } from '../observe/logger.js';
import { duration, kind, type Reader, readOptions, readPrefix } from '../options.js';
import { type Links, openLinks } from '../redis/links.js';
import type { ConnectionOption } from '../redis/target.js';

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

export interface Opened {
  readonly prefix: string;
  readonly deadlineMs: number;
  readonly links: Links;
  readonly log: Logger;
}

const TABLE = {
  connection: ((value) => value) as Reader<unknown>,
  prefix: readPrefix,
  deadline: duration(50),
  logger: kind<Logger>('object'),
};

/** Reads the options, with those of `more` besides, and opens the links. @throws {InvalidOptionError} */
export function openBoard<More extends Record<string, Reader<unknown>>>(options: unknown, more: More) {
  const given = readOptions(options, { ...TABLE, ...more }, 'options');
  const { connection, prefix = 'longshore', deadline = 5000, logger } = given as { connection?: unknown; prefix?: string; deadline?: number; logger?: Logger };
  if (connection === undefined) throw new InvalidOptionError('options.connection', "expected a URL like 'redis://127.0.0.1:6379', ioredis options, or an ioredis client");
  const log = readLogger(logger, 'options.logger');
  const opened: Opened = { prefix, deadlineMs: deadline, links: openLinks(connection, deadline, log), log };
  return { ...opened, given };
}
