import type { Connection } from './connection.js';

/** A value on a notice board. */
export interface Notice<T = unknown> {
  /** Rises with each post and never falls. */
  readonly seq: number;
  /** When it was posted, Redis ms. */
  readonly at: number;
  readonly value: T;
}

/** The value that a hash holds as a notice board; undefined when there is none. */
export async function readNotice<T>(
  connection: Connection,
  key: string,
  field: 'value' | 'progress',
): Promise<Notice<T> | undefined> {
  const found = (await connection.command((client) => client.hmget(key, 'seq', 'at', field))) as (string | null)[];
  const [seq, at, value] = found;
  return typeof seq === 'string' && typeof value === 'string'
    ? { seq: Number(seq), at: Number(at), value: JSON.parse(value) }
    : undefined;
}
