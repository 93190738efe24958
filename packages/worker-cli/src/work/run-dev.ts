// What `longshore dev` does: `work --watch` with a dashboard on a Redis of its own, which starts before the workers and ends
// after them; or on the Redis that somebody named.
import { type EmbeddedRedis, startRedis } from '@longshore/embedded-redis';
import type { Logger } from 'pino';
import { CommandError } from '../command-error.js';
import { type OpenDashboard, openDashboard } from '../dashboard/open-dashboard.js';
import type { ExitCode } from '../exit-code.js';
import { hideSecrets } from '../settings/hide-secrets.js';
import type { SettingsRead } from '../settings/read-settings.js';
import { UsageError } from '../usage-error.js';
import { runWork } from './run-work.js';
import { formatFor, openLog } from './work-log.js';

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
    return await runBoth(forDevelopment(read), `Redis is the one of ${given}: what is there stays`, words);
  }
  const redis = await startRedis({ persistence: 'none', ...(port !== undefined && { port }) });
  try {
    const place = `${nameOf(redis)} is this command's own: it ends with it, and its data too`;
    return await runBoth(forDevelopment(read, redis.url), place, addressOf(redis.url));
  } finally {
    await redis.stop();
  }
}

/** Workers, and a dashboard that ends after them. */
async function runBoth(read: SettingsRead, place: string, address: string): Promise<ExitCode> {
  const { settings } = read;
  const log = openLog({ level: settings.logLevel, format: formatFor(settings.logFormat), base: {} });
  const dashboard = await openNear(read, log);
  try {
    return await runWork(read, { onRunning: tellOf([place, `dashboard: ${dashboard.url}`], address, read) });
  } finally {
    await dashboard.close();
  }
}

/** Where nobody said a port, that of `longshore dashboard`, or a free one if it is taken: several programs are developed on a machine. */
async function openNear(read: SettingsRead, log: Logger): Promise<OpenDashboard> {
  const { settings, origins } = read;
  const open = (port: number) => openDashboard(read, { port, queues: [] }, log);
  if (origins.port !== 'default') return await open(settings.port);
  return await open(settings.port).catch((error) => {
    if (error instanceof CommandError) return open(0);
    throw error;
  });
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

/** Says where Redis and the dashboard are, and what to type to see a job run. */
function tellOf(facts: readonly string[], address: string, { settings, origins }: SettingsRead) {
  const prefix = origins.prefix.startsWith('--') ? ` --prefix ${settings.prefix}` : '';
  return (queues: readonly string[], log: Logger): void => {
    for (const fact of facts) log.info(fact);
    log.info(`add a job: longshore add ${queues[0]} NAME '{}'${address}${prefix}`);
  };
}
