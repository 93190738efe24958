// Which queues there are. A question of its own, for who does not know a queue yet: no queue is opened for it.
import type { Duration } from '../duration.js';
import type { Connection } from '../redis/connection.js';
import { registryKey } from '../redis/keys.js';
import type { ConnectionOption } from '../redis/target.js';
import { askPrefix } from './ask-prefix.js';

export interface ListQueuesOptions {
  /** Where Redis is: a URL, ioredis options, or an ioredis client whose settings are used. */
  connection: ConnectionOption;
  /** What all keys begin with. Default `'longshore'`. */
  prefix?: string;
  /** How long it may take. Default `'5s'`, at least 50 ms. */
  deadline?: Duration;
}

/**
 * The names of the queues under a prefix, sorted: those that a job or a schedule was ever added to or that a worker was ever registered on,
 * until they are destroyed. Takes one command, on the connection that queues with the same `connection` share; answers or
 * rejects within `deadline`.
 *
 * @throws {InvalidOptionError} {@link InvalidNameError} naming the field
 * @throws {RedisUnavailableError} {@link CommandTimeoutError} when Redis does not answer in time; asking again is safe
 * @example
 * const names = await listQueues({ connection: 'redis://127.0.0.1:6379' });
 */
export function listQueues(options: ListQueuesOptions): Promise<string[]> {
  return askPrefix(options, namesOfQueues);
}

/** The same over an open connection. */
export async function namesOfQueues(connection: Connection, prefix: string, deadlineMs: number): Promise<string[]> {
  const names = await connection.command((client) => client.hkeys(registryKey(prefix)), deadlineMs);
  return (names as string[]).toSorted();
}
