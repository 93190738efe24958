import { startRedis } from '@longshore/embedded-redis';

/**
 * The Redis of LONGSHORE_REDIS_URL, or one of the example's own. Examples keep to a prefix, so that they can be told from
 * everything else there.
 */
export async function openRedis() {
  const prefix = 'longshore-examples';
  const given = process.env['LONGSHORE_REDIS_URL'];
  if (given) return { connection: given, prefix, isOwn: false, close: async () => {} };
  const server = await startRedis({ persistence: 'none' });
  return { connection: server.url, prefix, isOwn: true, close: () => server.stop() };
}
