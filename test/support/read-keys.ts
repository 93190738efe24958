import type { Cluster, Redis } from 'ioredis';

/** A key as it stands in Redis. Lists from the left; hashes as field, value, …; sorted sets as member, score, …. */
export interface StoredKey {
  /** The key without what all keys of its queue begin with. */
  readonly name: string;
  readonly type: string;
  /** ms; negative: it stays. */
  readonly ttlMs: number;
  readonly content: string | string[];
}

// One step for Redis, so that what is seen is a state that really was, also while workers run.
const READ_ALL = `
local found = {}
local keys = redis.call('KEYS', ARGV[1])
table.sort(keys)
for i, key in ipairs(keys) do
  local kind, content = redis.call('TYPE', key).ok, {}
  if kind == 'string' then content = redis.call('GET', key)
  elseif kind == 'list' then content = redis.call('LRANGE', key, 0, -1)
  elseif kind == 'hash' then content = redis.call('HGETALL', key)
  elseif kind == 'zset' then content = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  elseif kind == 'stream' then
    for at, entry in ipairs(redis.call('XRANGE', key, '-', '+')) do
      content[at] = entry[1] .. ' ' .. table.concat(entry[2], ' ')
    end
  end
  found[i] = { key, kind, redis.call('PTTL', key), content }
end
return found`;

/** Every key that begins with `tag`, by name. */
export async function readKeys(redis: Redis | Cluster, tag: string): Promise<StoredKey[]> {
  const pattern = `${tag.replace(/[\\*?[\]]/g, '\\$&')}*`;
  const found = (await redis.eval(READ_ALL, 1, `${tag}waiting`, pattern)) as [
    string,
    string,
    number,
    string | string[],
  ][];
  return found.map(([key, type, ttlMs, content]) => ({ name: key.slice(tag.length), type, ttlMs, content }));
}

/** What all keys of a queue begin with. */
export const queueTag = (prefix: string, queue: string): string => `{${prefix}:${queue}}:`;
