// What the fields of INFO say, as the API tells it. Pure.
import type { RedisView, RedisWarning } from '../schemas/redis.js';

type Info = ReadonlyMap<string, string>;

const number = (info: Info, field: string): number => Number(info.get(field) ?? 0) || 0;

export function describeRedis(info: Info, pingMs: number): RedisView {
  const valkey = info.get('valkey_version');
  const savedAt = number(info, 'rdb_last_save_time');
  const view = {
    product: valkey === undefined ? ('redis' as const) : ('valkey' as const),
    version: valkey ?? info.get('redis_version') ?? '',
    mode: info.get('redis_mode') ?? 'standalone',
    role: info.get('role') === 'slave' ? ('replica' as const) : ('primary' as const),
    replicas: number(info, 'connected_slaves'),
    uptimeMs: number(info, 'uptime_in_seconds') * 1000,
    pingMs: Number(pingMs.toPrecision(3)),
    memory: {
      used: number(info, 'used_memory'),
      max: number(info, 'maxmemory'),
      policy: info.get('maxmemory_policy') ?? '',
    },
    clients: number(info, 'connected_clients'),
    commandsPerSecond: number(info, 'instantaneous_ops_per_sec'),
    persistence: {
      loading: info.get('loading') === '1',
      appendOnly: info.get('aof_enabled') === '1',
      appendOnlyOk: info.get('aof_last_write_status') !== 'err',
      snapshotOk: info.get('rdb_last_bgsave_status') !== 'err',
      ...(savedAt === 0 ? {} : { snapshotAt: savedAt * 1000 }),
    },
    keyspace: keyspaceOf(info),
  };
  return { ...view, warnings: warningsOf(view) };
}

/** `db0` → `keys=12,expires=3,avg_ttl=0`. */
function keyspaceOf(info: Info): RedisView['keyspace'] {
  return [...info].flatMap(([field, value]) => {
    const [, db] = /^db(\d+)$/.exec(field) ?? [];
    if (db === undefined) return [];
    const [, keys = 0] = /keys=(\d+)/.exec(value) ?? [];
    const [, expires = 0] = /expires=(\d+)/.exec(value) ?? [];
    return [{ db: Number(db), keys: Number(keys), expires: Number(expires) }];
  });
}

const MUCH_MEMORY = 0.75;

/** Whether it is so, its code, and what it means. */
type Rule = readonly [isSo: boolean, code: string, message: string];

function warningsOf({ memory, persistence, role }: Omit<RedisView, 'warnings'>): RedisWarning[] {
  const { used, max, policy } = memory;
  const rules: readonly Rule[] = [
    [
      policy !== '' && policy !== 'noeviction',
      'eviction',
      `maxmemory-policy is ${policy}: Redis may delete jobs to make room`,
    ],
    [max === 0, 'no-memory-limit', 'maxmemory is not set: when memory ends, the whole server does'],
    [
      max > 0 && used >= max * MUCH_MEMORY,
      'memory-short',
      `${Math.round((used / max) * 100)} % of maxmemory are used: with all of it, no job can be added`,
    ],
    [
      !persistence.appendOnly,
      'no-append-only-file',
      'there is no append-only file: a crash loses at least what came since the last snapshot',
    ],
    [!persistence.appendOnlyOk, 'append-only-failed', 'the last write to the append-only file failed'],
    [
      !persistence.snapshotOk,
      'snapshot-failed',
      'the last snapshot failed: Redis may refuse writes until one succeeds',
    ],
    [persistence.loading, 'loading', 'it is still reading its data from disk'],
    [role === 'replica', 'replica', 'this is a replica: it takes no writes'],
  ];
  return rules.flatMap(([isSo, code, message]) => (isSo ? [{ code, message }] : []));
}
