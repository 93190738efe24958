// Which queues there are. A question of its own, for who does not know a queue yet: no queue is opened for it.
import { readLogger } from '../logger.js';
import { type Reader, readOptions, readPrefix } from '../options.js';
import { registryKey } from '../redis/keys.js';
import { openLinks } from '../redis/links.js';
import type { ConnectionOption } from '../redis/target.js';

export interface ListQueuesOptions {
  /** Where Redis is: a URL, ioredis options, or an ioredis client whose settings are used. */
  connection: ConnectionOption;
  /** What all keys begin with. Default `'longshore'`. */
  prefix?: string;
}

const TABLE = { connection: ((value) => value) as Reader<unknown>, prefix: readPrefix };
const DEADLINE_MS = 5000;

/**
 * The names of the queues under a prefix, sorted: those that a job or a schedule was ever added to or that a worker was ever registered on,
 * until they are destroyed. Takes one command, on the connection that queues with the same `connection` share; answers or
 * rejects within 5 s.
 *
 * @throws {InvalidOptionError} {@link InvalidNameError} naming the field
 * @throws {RedisUnavailableError} {@link CommandTimeoutError} when Redis does not answer in time; asking again is safe
 * @example
 * const names = await listQueues({ connection: 'redis://127.0.0.1:6379' });
 */
export async function listQueues(options: ListQueuesOptions): Promise<string[]> {
  const { connection, prefix = 'longshore' } = readOptions(options, TABLE, 'options');
  const links = openLinks(connection, DEADLINE_MS, readLogger(undefined, 'options.logger'));
  try {
    const names = await links.connection.command((client) => client.hkeys(registryKey(prefix)), DEADLINE_MS);
    return (names as string[]).toSorted();
  } finally {
    links.release();
  }
}
