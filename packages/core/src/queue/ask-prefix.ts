// For questions about all queues under a prefix, for which no queue is opened: reads where they are, asks on the connection that
// queues with the same `connection` share, and gives it back.
import { readLogger } from '../logger.js';
import { duration, type Reader, readOptions, readPrefix } from '../options.js';
import type { Connection } from '../redis/connection.js';
import { openLinks } from '../redis/links.js';

const TABLE = { connection: ((value) => value) as Reader<unknown>, prefix: readPrefix, deadline: duration(50) };
const DEADLINE_MS = 5000;

/** @throws {InvalidOptionError} {@link InvalidNameError} naming the field; and what `ask` rejects with */
export async function askPrefix<T>(
  options: unknown,
  ask: (connection: Connection, prefix: string, deadlineMs: number) => Promise<T>,
): Promise<T> {
  const { connection, prefix = 'longshore', deadline = DEADLINE_MS } = readOptions(options, TABLE, 'options');
  const links = openLinks(connection, DEADLINE_MS, readLogger(undefined, 'options.logger'));
  try {
    return await ask(links.connection, prefix, deadline);
  } finally {
    links.release();
  }
}
