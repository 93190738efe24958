import { type EmbeddedRedis, type StartOptions, startRedis } from '@longshore/embedded-redis';

/** A server of the test's own; the caller stops it. In memory unless the test asks for more, since few look at the disk. */
export function startServer(options: StartOptions = {}): Promise<EmbeddedRedis> {
  return startRedis({ persistence: 'none', ...options });
}
