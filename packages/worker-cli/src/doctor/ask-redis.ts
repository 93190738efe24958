// Asks a server all that the judges want to know. A refusal is an answer too; only a lost connection is an error.
import { type Cluster, Redis, type RedisOptions } from 'ioredis';
import type { Settings } from '../settings/settings.js';
import { askRights } from './ask-rights.js';
import type { ClockFacts, Facts } from './facts.js';

const SETTINGS = ['maxmemory-policy', 'save', 'appendfsync', 'timeout', 'maxclients', 'min-replicas-to-write'];
const WITHIN_MS = 5000;
const PINGS = 100;
/** To a far server there are fewer pings. */
const PING_FOR_MS = 2000;
const CLOCK_TRIES = 5;

const OPTIONS = {
  lazyConnect: true,
  connectTimeout: WITHIN_MS,
  commandTimeout: WITHIN_MS,
  enableReadyCheck: false,
  maxRetriesPerRequest: 0,
  retryStrategy: () => null,
  sentinelRetryStrategy: () => null,
  connectionName: 'longshore-doctor',
  protocol: 2,
  replyMapping: 'legacy',
} as const satisfies RedisOptions;

/** @throws when the server cannot be reached, refuses the login, or goes away */
export async function askRedis(settings: Settings): Promise<Facts> {
  await using place = await open(settings);
  const { client } = place;
  return {
    info: await askInfo(client),
    config: await askConfig(client),
    clock: await unlessRefused(askClock(client)),
    pings: (await unlessRefused(askPings(client))) ?? [],
    rights: await askRights(client, settings.prefix),
  };
}

interface Place extends AsyncDisposable {
  readonly client: Redis;
}

async function open({ connection, redisUrl }: Settings): Promise<Place> {
  if ((connection as { isCluster?: boolean } | undefined)?.isCluster) return await openCluster(connection as Cluster);
  const client =
    connection === undefined
      ? new Redis(redisUrl, OPTIONS)
      : isClient(connection)
        ? connection.duplicate(OPTIONS)
        : new Redis({ ...(connection as RedisOptions), ...OPTIONS });
  return { client: await connected(client), [Symbol.asyncDispose]: async () => client.disconnect() };
}

/** One of its primaries speaks for all. */
async function openCluster(given: Cluster): Promise<Place> {
  const cluster = given.duplicate([], { lazyConnect: true, clusterRetryStrategy: () => null }) as Cluster;
  cluster.on('error', () => undefined);
  await cluster.connect();
  const [client] = cluster.nodes('master');
  if (!client) throw new Error('the cluster has no primary');
  return { client, [Symbol.asyncDispose]: async () => cluster.disconnect() };
}

const isClient = (connection: object): connection is Redis =>
  typeof (connection as Redis).duplicate === 'function' && typeof (connection as Redis).options === 'object';

/** The error events say more than what `connect` rejects with. */
async function connected(client: Redis): Promise<Redis> {
  let reason: Error | undefined;
  client.on('error', (error) => {
    reason ??= error as Error;
  });
  try {
    await client.connect();
    // Whoever is not logged in is told so by the first command.
    await client.call('PING').catch((error: Error) => {
      if (!error.message.startsWith('NOPERM')) throw error;
    });
  } catch (error) {
    client.disconnect();
    throw reason ?? error;
  }
  return client;
}

async function askInfo(client: Redis): Promise<Facts['info']> {
  const text = await unlessRefused(client.info());
  if (text === undefined) return undefined;
  return new Map(Array.from(text.matchAll(/^([^#:\r\n]+):(.*?)\r?$/gm), ([, name = '', value = '']) => [name, value]));
}

async function askConfig(client: Redis): Promise<Facts['config']> {
  const found = new Map<string, string>();
  for (const name of SETTINGS) {
    const pair = (await unlessRefused(client.call('CONFIG', 'GET', name))) as string[] | undefined;
    if (pair?.[1] !== undefined) found.set(name, pair[1]);
  }
  return found.size === 0 ? undefined : found;
}

/** Of some tries the quickest says it best. */
async function askClock(client: Redis): Promise<ClockFacts> {
  let best: ClockFacts | undefined;
  for (let i = 0; i < CLOCK_TRIES; i++) {
    const [sentAt, began] = [Date.now(), performance.now()];
    const [seconds, micros] = (await client.call('TIME')) as [string, string];
    const roundTripMs = performance.now() - began;
    const aheadMs = Number(seconds) * 1000 + Number(micros) / 1000 - (sentAt + roundTripMs / 2);
    if (!best || roundTripMs < best.roundTripMs) best = { aheadMs, roundTripMs };
  }
  return best as ClockFacts;
}

async function askPings(client: Redis): Promise<number[]> {
  const pings: number[] = [];
  const end = performance.now() + PING_FOR_MS;
  while (pings.length < PINGS && performance.now() < end) {
    const began = performance.now();
    await client.call('PING');
    pings.push(performance.now() - began);
  }
  return pings;
}

/** What a server says no to; all else that goes wrong is an error. */
async function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (/^(?:NOPERM|ERR)\b/.test((error as Error).message)) return undefined;
    throw error;
  }
}
