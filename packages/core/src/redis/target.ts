// Where Redis is, as the user said it, and how a client for it is made. Longshore never uses or closes the user's own
// client: it makes clients of the same kind with settings that the rest of the code relies on.
import { Cluster, type ClusterNode, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import { InvalidOptionError } from '../errors.js';
import { integer } from '../options.js';

/** A URL, ioredis options, or an ioredis client to take the settings from. */
export type ConnectionOption = string | RedisOptions | Redis | Cluster;

export type Client = Redis | Cluster;

/** A connection option that was read once; `seed` can be sent to a worker thread. */
export interface Target {
  /** Shown in logs: host and port, never a password. */
  readonly label: string;
  readonly seed: TargetSeed;
  open(name: string): Client;
}

export type TargetSeed =
  | { readonly kind: 'single'; readonly options: RedisOptions }
  | { readonly kind: 'cluster'; readonly nodes: ClusterNode[]; readonly options: ClusterOptions };

/** Settings that the rest of the code relies on. A connection that breaks is never mended: `Connection` opens the next one. */
const FIXED = {
  lazyConnect: true,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  maxRetriesPerRequest: 0,
  enableAutoPipelining: false,
  // RESP2: replies of the same shape from every server version.
  protocol: 2,
  replyMapping: 'legacy',
} as const;

export function readTarget(option: unknown, field = 'connection'): Target {
  if (isCluster(option)) {
    const { options } = option as Cluster;
    return cluster((option as unknown as { startupNodes: ClusterNode[] }).startupNodes, options);
  }
  if (isClient(option)) return single((option as Redis).options, field);
  if (typeof option === 'string') return single(readUrl(option, field), field);
  if (option instanceof URL) return single(readUrl(option.href, field), field);
  if (isPlain(option)) return single(option as RedisOptions, field);
  throw new InvalidOptionError(
    field,
    "expected a URL like 'redis://127.0.0.1:6379', ioredis options, or an ioredis client",
  );
}

/** The target of a seed, in the worker thread. */
export function targetOf(seed: TargetSeed): Target {
  return seed.kind === 'single' ? single(seed.options, 'connection') : cluster(seed.nodes, seed.options);
}

function single(given: RedisOptions, field: string): Target {
  // ioredis ignores what it does not know, and would connect to this machine.
  if ('url' in given) throw new InvalidOptionError(`${field}.url`, 'pass the URL itself, or host and port');
  if (given.port !== undefined) integer(1, 65_535)(Number(given.port), `${field}.port`);
  if (given.keyPrefix)
    throw new InvalidOptionError(
      `${field}.keyPrefix`,
      'use the option prefix instead; ioredis key prefixes do not reach into scripts',
    );
  const options: RedisOptions = { connectTimeout: 5000, keepAlive: 10_000, ...given };
  const where = options.path ?? `${options.host ?? '127.0.0.1'}:${options.port ?? 6379}`;
  return {
    label: options.sentinels ? `sentinel master ${options.name}` : where,
    seed: { kind: 'single', options },
    open: (name) =>
      new Redis({
        ...options,
        ...FIXED,
        connectionName: name,
        retryStrategy: () => null,
        sentinelRetryStrategy: () => null,
        reconnectOnError: null,
      }),
  };
}

function cluster(nodes: ClusterNode[], options: ClusterOptions): Target {
  return {
    label: `cluster of ${nodes.length} known nodes`,
    seed: { kind: 'cluster', nodes, options },
    open: (name) =>
      new Cluster(nodes, {
        ...options,
        lazyConnect: true,
        enableOfflineQueue: false,
        enableAutoPipelining: false,
        clusterRetryStrategy: () => null,
        redisOptions: {
          ...options.redisOptions,
          connectionName: name,
          protocol: 2,
          replyMapping: 'legacy',
          autoResendUnfulfilledCommands: false,
        },
      }),
  };
}

/** An object that was written as options, not a Map, a Date or the like. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function readUrl(text: string, field: string): RedisOptions {
  let url: URL;
  let username: string;
  let password: string;
  try {
    url = new URL(text);
    username = decodeURIComponent(url.username);
    password = decodeURIComponent(url.password);
  } catch {
    throw new InvalidOptionError(
      field,
      "not a URL; expected one like 'redis://127.0.0.1:6379' or 'rediss://user:password@host:6380/0'",
    );
  }
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw new InvalidOptionError(field, `expected a redis: or rediss: URL, got ${url.protocol}`);
  }
  if (url.search) throw new InvalidOptionError(field, 'a query in the URL is not read; pass ioredis options instead');
  const db = url.pathname.length > 1 ? Number(url.pathname.slice(1)) : 0;
  if (!Number.isSafeInteger(db) || db < 0)
    throw new InvalidOptionError(field, 'the path of a Redis URL is the number of a database');
  return {
    host: url.hostname.replace(/^\[|\]$/g, '') || '127.0.0.1',
    port: url.port ? Number(url.port) : 6379,
    db,
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

// Recognised by shape, not by class: the user's ioredis may be another copy of the package.
const isClient = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Redis).duplicate === 'function' &&
  typeof (value as Redis).options === 'object';
const isCluster = (value: unknown): boolean => isClient(value) && (value as Cluster).isCluster === true;
