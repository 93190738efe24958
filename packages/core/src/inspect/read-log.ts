// The log of a job: lines that its handler wrote, each with the time.
import { integer, readJobId, readOptions } from '../options.js';
import type { Connection } from '../redis/connection.js';
import type { QueueKeys } from '../redis/keys.js';

/** A line of a job's log. */
export interface LogLine {
  /** When it was written, Redis ms. */
  readonly at: number;
  readonly text: string;
}

const TABLE = { limit: integer(1, 1000) };

/** The last lines, the oldest first. @throws {InvalidOptionError} {@link InvalidNameError} */
export async function readLog(
  connection: Connection,
  keys: QueueKeys,
  id: string,
  options: { limit?: number },
): Promise<LogLine[]> {
  const { limit = 100 } = readOptions(options, TABLE, 'options');
  const key = keys.log(readJobId(id, 'id'));
  const lines = (await connection.command((client) => client.lrange(key, -limit, -1))) as string[];
  return lines.map((line) => {
    const space = line.indexOf(' ');
    return { at: Number(line.slice(0, space)), text: line.slice(space + 1) };
  });
}
