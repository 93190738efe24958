// What `longshore dev` does: `work --watch` on a Redis of its own, which starts before the workers and ends after them; or
// on the Redis that somebody named.
import { type EmbeddedRedis, startRedis } from '@longshore/embedded-redis';
import type { Logger } from 'pino';
import type { ExitCode } from '../exit-code.js';
import { hideSecrets } from '../settings/hide-secrets.js';
import type { SettingsRead } from '../settings/read-settings.js';
import { UsageError } from '../usage-error.js';
import { runWork } from './run-work.js';

/**
 * Resolves when the workers have ended, and its Redis with them.
 *
 * @param port of the Redis of its own; undefined: a free one
 * @throws {NoRedisServerError} when there is none to be started; it says how to get one
 * @throws {UsageError} {@link CommandError} as `work` does
 */
export async function runDev(read: SettingsRead, port: number | undefined): Promise<ExitCode> {
  const given = namedBy(read);
  if (given !== undefined) {
    if (port !== undefined)
      throw new UsageError(`--redis-port: it is for a Redis of its own, and another is named by ${given}`);
    const words = read.origins.redisUrl.startsWith('--') ? addressOf(hideSecrets(read.settings.redisUrl)) : '';
    return await runWork(forDevelopment(read), {
      onRunning: tellOf(`Redis is the one of ${given}: what is there stays`, words, read),
    });
  }
  const redis = await startRedis({ persistence: 'none', ...(port !== undefined && { port }) });
  try {
    const place = `${nameOf(redis)} is this command's own: it ends with it, and its data too`;
    return await runWork(forDevelopment(read, redis.url), { onRunning: tellOf(place, addressOf(redis.url), read) });
  } finally {
    await redis.stop();
  }
}

/** Where it was said which Redis to use. */
function namedBy({ origins, settings }: SettingsRead): string | undefined {
  if (settings.connection !== undefined) return origins.connection;
  return origins.redisUrl === 'default' ? undefined : origins.redisUrl;
}

/** The log is for the person who writes the handlers: it tells of each job, in lines for people also through a pipe. */
function forDevelopment(read: SettingsRead, redisUrl = read.settings.redisUrl): SettingsRead {
  const { settings, origins } = read;
  const logFormat = settings.logFormat === 'auto' ? 'pretty' : settings.logFormat;
  const logLevel = origins.logLevel === 'default' ? 'debug' : settings.logLevel;
  return { ...read, settings: { ...settings, redisUrl, watch: true, logFormat, logLevel } };
}

const nameOf = ({ kind, version }: EmbeddedRedis): string => `${kind === 'valkey' ? 'Valkey' : 'Redis'} ${version}`;

const addressOf = (url: string): string => ` --redis-url ${url}`;

/** Says where Redis is, and what to type to see a job run. */
function tellOf(place: string, address: string, { settings, origins }: SettingsRead) {
  const prefix = origins.prefix.startsWith('--') ? ` --prefix ${settings.prefix}` : '';
  return (queues: readonly string[], log: Logger): void => {
    log.info(place);
    log.info(`add a job: longshore add ${queues[0]} NAME '{}'${address}${prefix}`);
  };
}
