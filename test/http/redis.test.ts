import { expect } from 'vitest';
import { test } from '../support/api-bed.js';
import { allowedTo, ROLE_TOKENS } from '../support/api-roles.js';

test('the server is shown as it says of itself, with what endangers jobs', async ({ bed, redis }) => {
  await bed.queue.add('work', null);
  const { status, body } = await bed.ask('/api/v1/redis');
  expect(status).toBe(200);
  expect(body).toMatchObject({ mode: 'standalone', role: 'primary', replicas: 0, keyspace: [{ db: 0 }] });
  expect(body.memory).toMatchObject({ policy: 'noeviction', max: 0 });
  expect([body.memory.used > 1e5, body.clients > 0, body.pingMs > 0]).toEqual([true, true, true]);
  // The servers of tests keep nothing on disk.
  expect(body.warnings.map(({ code }: { code: string }) => code)).toEqual(['no-memory-limit', 'no-append-only-file']);
  await redis.config('SET', 'appendonly', 'yes');
  const kept = await bed.ask('/api/v1/redis');
  expect(kept.body.persistence).toMatchObject({ appendOnly: true, appendOnlyOk: true });
  expect(kept.body.warnings).toHaveLength(1);
  await redis.config('SET', 'appendonly', 'no');
});

test('a user who may not ask is told so', async ({ bed, redis }) => {
  await redis.call('ACL', 'SETUSER', 'blind', 'reset', 'on', '>secret', '~*', '&*', '+@all', '-info');
  await bed.start({ connection: bed.server.url.replace('redis://', 'redis://blind:secret@') });
  expect(await bed.ask('/api/v1/redis')).toMatchObject({ status: 503, body: { code: 'ERR_REDIS_PERMISSION' } });
});

test('needs the role read', async ({ bed }) => {
  await bed.start({ tokens: ROLE_TOKENS });
  expect(await bed.ask('/api/v1/redis')).toMatchObject({ status: 401 });
  expect(await allowedTo((token) => bed.ask('/api/v1/redis', { token }))).toEqual(['read', 'operate', 'admin']);
});
