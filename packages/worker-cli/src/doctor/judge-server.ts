// Judges the server: which it is, whether it may lose jobs. Pure.
import { printable, sizeOf } from '../print/text.js';
import { spanOf } from '../print/time.js';
import type { Facts } from './facts.js';
import { type Finding, finding } from './finding.js';
import { closingVersion, compareVersions, openHoles } from './holes.js';

const OLDEST = '6.2.0';
const MUCH_MEMORY = 0.75;
const ALL_MEMORY = 0.95;
const LATE_REPLICA_S = 10;

export function judgeServer({ info, config }: Facts): Finding[] {
  if (!info) {
    const advice = 'grant +info, or ask who runs the server';
    return [
      finding('server', 'unknown', 'this user may not run INFO: much cannot be told', advice),
      ...eviction(config),
    ];
  }
  return [
    ...version(info),
    ...eviction(config, info),
    memory(info),
    persistence(info, config),
    ...replication(info, config),
  ];
}

function version(info: ReadonlyMap<string, string>): Finding[] {
  const valkey = info.get('valkey_version');
  const released = valkey ?? info.get('redis_version') ?? '';
  const family = valkey === undefined ? 'redis' : 'valkey';
  const shown = `${family === 'valkey' ? 'Valkey' : 'Redis'} ${printable(released)}`;
  const up = info.has('uptime_in_seconds') ? `, up ${spanOf(Number(info.get('uptime_in_seconds')) * 1000)}` : '';
  const other = [...info.keys()].find((field) => /^(?:dragonfly|kvrocks|keydb|garnet)_version$/.test(field));
  if (other !== undefined || released === '') {
    const advice = 'Longshore is tested on Redis and Valkey; try it with care';
    return [finding('server', 'warn', `says that it is like ${shown}, and is another server`, advice)];
  }
  if (compareVersions(released, OLDEST) < 0)
    return [finding('server', 'fail', `${shown} is too old`, 'upgrade to Redis 6.2 or newer, or to Valkey')];
  return [finding('server', 'ok', `${shown}${up}`), holes(family, released, shown)];
}

function holes(family: 'redis' | 'valkey', released: string, shown: string): Finding {
  const open = openHoles(family, released);
  if (open.length === 0) return finding('known holes', 'ok', `${shown} has none of those that are known here`);
  const names = open.map(({ name, what }) => `${name}: ${what}`).join('; ');
  const target = closingVersion(family, released);
  const advice = `upgrade to ${target ?? 'a newer version'} or later. A package of a distribution may be patched all the same: look for these names in its changelog`;
  return finding('known holes', 'warn', `${shown} as it was released has ${names}`, advice);
}

function eviction(config: Facts['config'], info?: ReadonlyMap<string, string>): Finding[] {
  const policy = config?.get('maxmemory-policy') ?? info?.get('maxmemory_policy');
  if (policy === undefined) return [finding('eviction', 'unknown', 'maxmemory-policy could not be asked')];
  if (policy === 'noeviction') return [finding('eviction', 'ok', 'maxmemory-policy is noeviction')];
  const detail = `maxmemory-policy is ${printable(policy)}: Redis may delete jobs to make room, and Longshore refuses it`;
  return [finding('eviction', 'fail', detail, 'set maxmemory-policy to noeviction, also in redis.conf')];
}

function memory(info: ReadonlyMap<string, string>): Finding {
  const used = Number(info.get('used_memory') ?? Number.NaN);
  const most = Number(info.get('maxmemory') ?? Number.NaN);
  if (Number.isNaN(used)) return finding('memory', 'unknown', 'INFO does not tell it');
  if (!(most > 0)) {
    const advice = 'set maxmemory: then jobs are refused when it is reached, where else the whole server is killed';
    return finding('memory', 'warn', `${sizeOf(used)} used, without a limit`, advice);
  }
  const share = used / most;
  const detail = `${sizeOf(used)} of ${sizeOf(most)} used, ${Math.round(share * 100)} %`;
  if (share < MUCH_MEMORY) return finding('memory', 'ok', detail);
  const advice = 'raise maxmemory, keep ended jobs for a shorter time, or find out who writes so much';
  return finding('memory', share < ALL_MEMORY ? 'warn' : 'fail', detail, advice);
}

function persistence(info: ReadonlyMap<string, string>, config: Facts['config']): Finding {
  const check = 'persistence';
  const full = 'look at its log and at the space on its disk';
  if (info.get('aof_enabled') === '1' && info.get('aof_last_write_status') === 'err')
    return finding(check, 'fail', 'the last write to the append-only file failed', full);
  if (info.get('rdb_last_bgsave_status') === 'err')
    return finding(check, 'fail', 'the last snapshot failed: Redis refuses writes until one succeeds', full);
  if (info.get('aof_enabled') === '1') return appendOnly(config?.get('appendfsync'));
  const advice = 'set appendonly to yes';
  const save = config?.get('save');
  if (save === undefined)
    return finding(
      check,
      'warn',
      'no append-only file: a crash loses at least what came since the last snapshot, or everything',
      advice,
    );
  return save === ''
    ? finding(check, 'warn', 'nothing is kept on disk: when Redis ends, all jobs are lost', advice)
    : finding(
        check,
        'warn',
        `snapshots alone (save ${printable(save)}): a crash loses what came since the last`,
        advice,
      );
}

function appendOnly(sync: string | undefined): Finding {
  const check = 'persistence';
  switch (sync) {
    case undefined:
      return finding(check, 'unknown', 'an append-only file is kept; how often it is synced could not be asked');
    case 'always':
      return finding(check, 'ok', 'each write is on disk before it is answered: a crash loses nothing');
    case 'no': {
      const detail = 'the system decides when writes reach the disk: a crash of the machine may lose some 30 s';
      return finding(check, 'warn', detail, 'set appendfsync to everysec');
    }
    default: {
      const detail = 'an append-only file, synced every second: a crash of the machine loses about a second';
      return finding(check, 'ok', detail);
    }
  }
}

function replication(info: ReadonlyMap<string, string>, config: Facts['config']): Finding[] {
  if (info.get('role') === 'slave')
    return [finding('replication', 'fail', 'this is a replica: it takes no writes', 'connect to its primary')];
  const count = Number(info.get('connected_slaves') ?? 0);
  if (count === 0) return [finding('replication', 'ok', 'no replicas')];
  const lags = [...info].flatMap(([field, value]) =>
    /^slave\d+$/.test(field) ? Number(/lag=(\d+)/.exec(value)?.[1] ?? 0) : [],
  );
  const late = Math.max(0, ...lags);
  const least = config?.get('min-replicas-to-write');
  const detail = `${count} ${count === 1 ? 'replica' : 'replicas'}, at most ${late} s behind; a failover may lose what they do not have yet`;
  if (late > LATE_REPLICA_S) return [finding('replication', 'warn', detail, 'find out why the replica is so late')];
  const advice =
    'set min-replicas-to-write to 1 with min-replicas-max-lag 10, so that a primary which is cut off stops taking jobs';
  return [finding('replication', 'ok', detail, least === '0' ? advice : undefined)];
}
