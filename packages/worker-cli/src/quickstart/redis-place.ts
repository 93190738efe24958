// Where the quickstart's data lives: in a server of its own, or in the one of LONGSHORE_REDIS_URL under a prefix that no
// other run has. What is not ours is neither read nor written there.
import { randomBytes } from 'node:crypto';
import { startRedis } from '@longshore/embedded-redis';
import { Redis } from 'ioredis';

export interface RedisPlace {
  readonly url: string;
  readonly prefix: string;
  /** For people; never with a password. */
  readonly label: string;
  /** Removes what the run has left. */
  leave(): Promise<void>;
}

const SCAN_COUNT = 1000;

/** Opens the place. Rejects with a coded error when there is no server to be had. */
export async function openRedisPlace(given = process.env['LONGSHORE_REDIS_URL']): Promise<RedisPlace> {
  const prefix = `longshore-quickstart-${randomBytes(6).toString('hex')}`;
  if (given) return { url: given, prefix, label: `Redis at ${hostOf(given)}`, leave: () => removeKeys(given, prefix) };
  const server = await startRedis({ persistence: 'none' });
  const name = server.kind === 'valkey' ? 'Valkey' : 'Redis';
  const label = `${name} ${server.version} of its own, port ${server.port}`;
  return { url: server.url, prefix, label, leave: () => server.stop() };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'LONGSHORE_REDIS_URL';
}

/** All keys of a run begin with its prefix, or with a brace and its prefix. */
async function removeKeys(url: string, prefix: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (const match of [`{${prefix}:*`, `${prefix}:*`]) {
      for await (const keys of client.scanStream({ match, count: SCAN_COUNT })) {
        if (keys.length > 0) await client.unlink(keys);
      }
    }
  } finally {
    client.disconnect();
  }
}
