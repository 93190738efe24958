// Finds out what this user may do, without doing it: Redis checks rights when a command is queued in a transaction, and
// the transaction is discarded.
import type { Redis } from 'ioredis';
import type { RightsFacts } from './facts.js';

const KEY = 'KEY';
const CHANNEL = 'CHANNEL';

/** What Longshore's scripts and connections run, with arguments as each takes them. */
export const NEEDED: Readonly<Record<string, readonly string[]>> = {
  blmove: [KEY, KEY, 'LEFT', 'RIGHT', '1'],
  del: [KEY],
  eval: ['return 0', '0'],
  evalsha: ['0'.repeat(40), '0'],
  exists: [KEY],
  expire: [KEY, '1'],
  get: [KEY],
  getrange: [KEY, '0', '1'],
  hdel: [KEY, 'a'],
  hexists: [KEY, 'a'],
  hget: [KEY, 'a'],
  hgetall: [KEY],
  hincrby: [KEY, 'a', '1'],
  hkeys: [KEY],
  hlen: [KEY],
  hmget: [KEY, 'a'],
  hrandfield: [KEY],
  hscan: [KEY, '0'],
  hset: [KEY, 'a', '1'],
  hsetnx: [KEY, 'a', '1'],
  hvals: [KEY],
  info: [],
  lindex: [KEY, '0'],
  llen: [KEY],
  lpos: [KEY, 'a'],
  lpush: [KEY, 'a'],
  lrange: [KEY, '0', '1'],
  lrem: [KEY, '0', 'a'],
  ltrim: [KEY, '0', '1'],
  mget: [KEY],
  mset: [KEY, 'a'],
  msetnx: [KEY, 'a'],
  persist: [KEY],
  pexpire: [KEY, '1'],
  ping: [],
  pttl: [KEY],
  publish: [CHANNEL, 'a'],
  rpop: [KEY],
  rpush: [KEY, 'a'],
  set: [KEY, 'a'],
  time: [],
  unlink: [KEY],
  xadd: [KEY, '*', 'a', '1'],
  xdel: [KEY, '0-1'],
  xlen: [KEY],
  xrange: [KEY, '-', '+'],
  zadd: [KEY, '1', 'a'],
  zcard: [KEY],
  zcount: [KEY, '0', '1'],
  zpopmax: [KEY],
  zpopmin: [KEY],
  zrange: [KEY, '0', '1'],
  zrangebyscore: [KEY, '0', '1'],
  zrank: [KEY, 'a'],
  zrem: [KEY, 'a'],
  zrevrange: [KEY, '0', '1'],
  zscore: [KEY, 'a'],
};

/** @returns undefined where the user may not begin a transaction */
export async function askRights(client: Redis, prefix: string): Promise<RightsFacts | undefined> {
  const user = (await client.call('ACL', 'WHOAMI').catch(() => undefined)) as string | undefined;
  const begun = await client.call('MULTI').catch(refusal);
  if (begun !== 'OK') return undefined;
  const missing: string[] = [];
  const refused = new Set<'keys' | 'channels'>();
  const note = (command: string, told: string | undefined) => {
    if (told === undefined) return;
    if (/\bkeys?\b/.test(told)) refused.add('keys');
    else if (/\bchannels?\b/.test(told)) refused.add('channels');
    else missing.push(command);
  };
  const place = new Map([
    [KEY, `{${prefix}:doctor}:waiting`],
    [CHANNEL, `{${prefix}:doctor}:events`],
  ]);
  const tries = Object.entries(NEEDED).map(async ([command, words]) => {
    const told = await client.call(command, ...words.map((word) => place.get(word) ?? word)).catch(refusal);
    note(command, noPermission(told));
  });
  await Promise.all(tries);
  await client.call('DISCARD').catch(refusal);
  note('subscribe', noPermission(await trySubscribing(client, place.get(CHANNEL) as string)));
  return {
    user,
    missing: missing.sort(),
    refused: (['keys', 'channels'] as const).filter((what) => refused.has(what)),
  };
}

/** It cannot be queued; to listen to a channel on which nothing is said changes nothing. */
async function trySubscribing(client: Redis, channel: string): Promise<unknown> {
  const listener = client.duplicate();
  listener.on('error', () => undefined);
  try {
    await listener.connect();
    return await listener.subscribe(channel).catch(refusal);
  } finally {
    listener.disconnect();
  }
}

const refusal = (error: unknown): Error => error as Error;

const noPermission = (told: unknown): string | undefined =>
  told instanceof Error && told.message.startsWith('NOPERM') ? told.message : undefined;
