import { startRedis } from '@longshore/embedded-redis';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.unstubAllEnvs());

test('without any server there is one message that says what to do', async () => {
  vi.stubEnv('PATH', '/nowhere');
  // An engine may run on this machine: this is where it is looked for, and nothing is there.
  vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1');
  await expect(startRedis()).rejects.toMatchObject({
    name: 'NoRedisServerError',
    code: 'ERR_NO_REDIS_SERVER',
    message: expect.stringMatching(
      /no redis-server or valkey-server on the PATH.*Docker.*apt-get install redis-server/,
    ),
  });
});

test('who asks for a certain server is told that it is missing, and given no other', async () => {
  await expect(startRedis({ server: '/nowhere/redis-server' })).rejects.toMatchObject({
    code: 'ERR_NO_REDIS_SERVER',
    message: expect.stringContaining('/nowhere/redis-server is not a program'),
  });
});
