// What the server says of itself. Asked on the connection that queues share: who looks on opens none of its own.
import { readLogger } from '../logger.js';
import { type Reader, readOptions } from '../options.js';
import { openLinks } from '../redis/links.js';
import type { ConnectionOption } from '../redis/target.js';

export interface RedisInfoOptions {
  /** Where Redis is: a URL, ioredis options, or an ioredis client whose settings are used. */
  connection: ConnectionOption;
}

const TABLE = { connection: ((value) => value) as Reader<unknown> };
const DEADLINE_MS = 5000;

/**
 * The fields of `INFO` by name, such as `redis_version` or `used_memory`, as texts. Takes one command, on the connection that
 * queues with the same `connection` share; answers or rejects within 5 s. In a cluster one node answers, for itself.
 *
 * @throws {InvalidOptionError} naming the field
 * @throws {RedisPermissionError} when this user may not ask
 * @throws {RedisUnavailableError} {@link CommandTimeoutError} when Redis does not answer in time; asking again is safe
 * @example
 * const memory = Number((await redisInfo({ connection })).get('used_memory'));
 */
export async function redisInfo(options: RedisInfoOptions): Promise<Map<string, string>> {
  const { connection } = readOptions(options, TABLE, 'options');
  const links = openLinks(connection, DEADLINE_MS, readLogger(undefined, 'options.logger'));
  try {
    const text = (await links.connection.command((client) => client.info(), DEADLINE_MS)) as string;
    return new Map(
      Array.from(text.matchAll(/^([^#:\r\n][^:\r\n]*):(.*?)\r?$/gm), ([, name = '', value = '']) => [name, value]),
    );
  } finally {
    links.release();
  }
}
