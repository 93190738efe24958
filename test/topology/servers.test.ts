import type { EmbeddedRedis } from '@longshore/embedded-redis';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SERVER_KINDS } from '../support/server-kinds.js';

describe.each(SERVER_KINDS)('$name', ({ name, missing, start }) => {
  const unlessMissing = test.skipIf(missing !== undefined);
  const reason = missing === undefined ? '' : ` (skipped: ${missing})`;
  let server: EmbeddedRedis;
  let client: Redis;

  beforeAll(async () => {
    if (missing !== undefined) return;
    server = await start();
    client = new Redis(server.url);
    // It is cut off on purpose.
    client.on('error', () => {});
  });

  afterAll(async () => {
    client?.disconnect();
    await server?.stop();
  });

  unlessMissing(`is what its name says${reason}`, () => {
    expect(server.kind).toBe(name === 'Valkey' ? 'valkey' : 'redis');
    expect(Number.parseInt(server.version, 10)).toBeGreaterThanOrEqual(name === 'Valkey' ? 8 : 6);
  });

  unlessMissing(`answers PING${reason}`, async () => {
    expect(await client.ping()).toBe('PONG');
  });

  unlessMissing(`comes back on the same address after it was killed, paused and resumed${reason}`, async () => {
    const { url } = server;
    await server.kill();
    await server.restart();
    await server.pause();
    await server.resume();
    expect(server.url).toBe(url);
    expect(await client.ping()).toBe('PONG');
  });
});
