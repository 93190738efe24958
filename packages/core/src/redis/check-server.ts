import type { Redis } from 'ioredis';
import { RedisEvictionError, RedisVersionError } from '../errors.js';
import { toLongshoreError } from './redis-error.js';

/**
 * Refuses a server that is too old or may evict jobs.
 *
 * @returns whether it is a Redis 6, which knows no script flags
 * @throws {RedisVersionError} {@link RedisEvictionError}
 */
export async function checkServer(client: Redis): Promise<boolean> {
  let info: string;
  try {
    info = await client.info();
  } catch (error) {
    // A user without the right to ask is believed; what it may not do it is told by the commands themselves.
    if (toLongshoreError(error).code === 'ERR_REDIS_PERMISSION') return false;
    throw error;
  }
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  if (policy && policy !== 'noeviction') throw new RedisEvictionError(policy);
  const version = /^(?:redis_version|valkey_version):(\S+)/m.exec(info)?.[1];
  if (!version) return false;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 6 || (major === 6 && minor < 2)) throw new RedisVersionError(version);
  return major < 7;
}
