import { redisInfo } from '@longshore/core';
import { expect } from 'vitest';
import { test, thrownBy } from '../support/worker-bed.js';

test('tells the fields of INFO, and leaves no connection behind', async ({ bed, redis }) => {
  const info = await redisInfo({ connection: bed.server.url });
  expect(info.get('tcp_port')).toBe(String(bed.server.port));
  expect(Number(info.get('used_memory'))).toBeGreaterThan(0);
  expect([...info.entries()].flat().join('')).not.toMatch(/[\r\n#]/);
  await expect.poll(async () => (await redis.client('LIST')) as string).not.toContain('name=longshore-client');
});

test('a user who may not ask is told so', async ({ bed }) => {
  await bed.redis.call('ACL', 'SETUSER', 'blind', 'reset', 'on', '>secret', '~*', '&*', '+@all', '-info');
  const connection = bed.server.url.replace('redis://', 'redis://blind:secret@');
  expect(await thrownBy(redisInfo({ connection }))).toMatchObject({ code: 'ERR_REDIS_PERMISSION' });
  expect(await thrownBy(redisInfo({} as never))).toMatchObject({ code: 'ERR_INVALID_OPTION' });
});
