import { expect, test } from 'vitest';
import { describeRedis } from './describe-redis.js';

const SOUND = {
  redis_version: '7.0.15',
  redis_mode: 'standalone',
  role: 'master',
  uptime_in_seconds: '60',
  used_memory: '1000',
  maxmemory: '100000',
  maxmemory_policy: 'noeviction',
  connected_clients: '3',
  aof_enabled: '1',
  aof_last_write_status: 'ok',
  rdb_last_bgsave_status: 'ok',
  db0: 'keys=12,expires=3,avg_ttl=0',
};
const describe = (change: Record<string, string>) =>
  describeRedis(new Map(Object.entries({ ...SOUND, ...change })), 0.12345);
const codes = (change: Record<string, string>) => describe(change).warnings.map(({ code }) => code);

test('a sound server has no warnings', () => {
  expect(describe({})).toMatchObject({
    product: 'redis',
    version: '7.0.15',
    role: 'primary',
    uptimeMs: 60_000,
    pingMs: 0.123,
    memory: { used: 1000, max: 100_000, policy: 'noeviction' },
    keyspace: [{ db: 0, keys: 12, expires: 3 }],
    warnings: [],
  });
  expect(describe({ valkey_version: '8.1.0' })).toMatchObject({ product: 'valkey', version: '8.1.0' });
});

test('what endangers jobs is warned of', () => {
  expect(codes({ maxmemory_policy: 'allkeys-lru' })).toEqual(['eviction']);
  expect(codes({ maxmemory: '0' })).toEqual(['no-memory-limit']);
  expect(codes({ used_memory: '80000' })).toEqual(['memory-short']);
  expect(codes({ aof_enabled: '0' })).toEqual(['no-append-only-file']);
  expect(codes({ aof_last_write_status: 'err' })).toEqual(['append-only-failed']);
  expect(codes({ rdb_last_bgsave_status: 'err' })).toEqual(['snapshot-failed']);
  expect(codes({ loading: '1' })).toEqual(['loading']);
  expect(codes({ role: 'slave' })).toEqual(['replica']);
});
