import type { Connection } from './connection.js';

/** Redis's clock, ms: the only one that counts. */
export async function serverTime(connection: Connection): Promise<number> {
  const [seconds = 0, micros = 0] = (await connection.command((client) => client.time() as Promise<never>)) as number[];
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}
