import type { EmbeddedRedis } from '@longshore/embedded-redis';
import { Redis } from 'ioredis';
import { test as base } from 'vitest';
import { startServer } from './servers.js';

interface Fixtures {
  server: EmbeddedRedis;
  redis: Redis;
}

/** Vitest's `test` with a server that the tests of a file share, and a plain connection to it. */
export const test = base.extend<Fixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
    async ({}, use) => {
      await using server = await startServer();
      await use(server);
    },
    { scope: 'file' },
  ],
  redis: [
    async ({ server }, use) => {
      const redis = new Redis(server.url);
      // Tests that stop the server see to its absence themselves.
      redis.on('error', () => undefined);
      await use(redis);
      redis.disconnect();
    },
    { scope: 'file' },
  ],
});
