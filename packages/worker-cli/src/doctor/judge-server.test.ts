import { describe, expect, test } from 'vitest';
import type { Facts } from './facts.js';
import { judgeServer } from './judge-server.js';

type Fields = Record<string, string>;

const SOUND_INFO = {
  redis_version: '8.10.1',
  used_memory: '1000',
  maxmemory: '10000',
  maxmemory_policy: 'noeviction',
  aof_enabled: '1',
  aof_last_write_status: 'ok',
  rdb_last_bgsave_status: 'ok',
  role: 'master',
  connected_slaves: '0',
};
const SOUND_CONFIG = {
  'maxmemory-policy': 'noeviction',
  appendfsync: 'everysec',
  save: '',
  'min-replicas-to-write': '0',
};

const factsOf = (info: Fields | undefined, config: Fields | undefined): Facts => ({
  info: info && new Map(Object.entries({ ...SOUND_INFO, ...info })),
  config: config && new Map(Object.entries(config)),
  clock: undefined,
  pings: [],
  rights: undefined,
});
const judge = (info: Fields | undefined, config: Fields = SOUND_CONFIG) => judgeServer(factsOf(info, config));
const of = (check: string, info: Fields, config?: Fields) =>
  judge(info, config && { ...SOUND_CONFIG, ...config }).find((one) => one.check === check);

test('a sound server', () => {
  expect(judge({}).map(({ check, status }) => [check, status])).toEqual(
    ['server', 'known holes', 'eviction', 'memory', 'persistence', 'replication'].map((check) => [check, 'ok']),
  );
});

test.for([
  { check: 'server', info: { redis_version: '6.0.16' }, status: 'fail', detail: /Redis 6\.0\.16 is too old/ },
  {
    check: 'server',
    info: { redis_version: '7.2.4', valkey_version: '9.1.1' },
    status: 'ok',
    detail: /^Valkey 9\.1\.1/,
  },
  { check: 'server', info: { dragonfly_version: 'df-1' }, status: 'warn', detail: /another server/ },
  { check: 'known holes', info: { redis_version: '7.0.15' }, status: 'warn', detail: /CVE-2025-49844/ },
  { check: 'memory', info: { maxmemory: '0' }, status: 'warn', detail: /without a limit/ },
  { check: 'memory', info: { used_memory: '8000' }, status: 'warn', detail: /80 %/ },
  { check: 'memory', info: { used_memory: '9900' }, status: 'fail', detail: /99 %/ },
  { check: 'persistence', info: { aof_last_write_status: 'err' }, status: 'fail', detail: /append-only/ },
  {
    check: 'persistence',
    info: { aof_enabled: '0', rdb_last_bgsave_status: 'err' },
    status: 'fail',
    detail: /snapshot failed/,
  },
  { check: 'persistence', info: { aof_enabled: '0' }, status: 'warn', detail: /nothing is kept/ },
  { check: 'replication', info: { role: 'slave' }, status: 'fail', detail: /a replica/ },
  {
    check: 'replication',
    info: { connected_slaves: '1', slave0: 'ip=10.0.0.1,port=6379,state=online,offset=1,lag=60' },
    status: 'warn',
    detail: /60 s behind/,
  },
  {
    check: 'replication',
    info: { connected_slaves: '1', slave0: 'ip=10.0.0.1,port=6379,state=online,offset=1,lag=0' },
    status: 'ok',
    detail: /1 replica, at most 0 s behind/,
  },
])('$check: $info is $status', ({ check, info, status, detail }) => {
  const found = of(check, info as unknown as Fields);
  expect(found).toMatchObject({ status, detail: expect.stringMatching(detail) });
  if (status !== 'ok') expect(found?.advice).toBeTruthy();
});

test.for([
  { check: 'eviction', config: { 'maxmemory-policy': 'allkeys-lru' }, status: 'fail' },
  { check: 'persistence', config: { appendfsync: 'always' }, status: 'ok' },
  { check: 'persistence', config: { appendfsync: 'no' }, status: 'warn' },
])('$check: $config is $status', ({ check, config, status }) => {
  expect(of(check, {}, config as unknown as Fields)?.status).toBe(status);
});

test('snapshots alone lose what came since the last', () => {
  expect(of('persistence', { aof_enabled: '0' }, { save: '3600 1' })).toMatchObject({
    status: 'warn',
    detail: expect.stringMatching(/save 3600 1/),
  });
});

describe('what is refused is unknown, not a crash', () => {
  test('CONFIG: what INFO tells is judged', () => {
    const judged = (info: Fields) =>
      Object.fromEntries(judgeServer(factsOf(info, undefined)).map(({ check, status }) => [check, status]));
    expect(judged({})).toMatchObject({ eviction: 'ok', persistence: 'unknown' });
    expect(judged({ maxmemory_policy: 'volatile-lru' })).toMatchObject({ eviction: 'fail' });
  });

  test('INFO', () => {
    expect(judge(undefined).map(({ check, status }) => [check, status])).toEqual([
      ['server', 'unknown'],
      ['eviction', 'ok'],
    ]);
  });
});
