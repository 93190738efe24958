// From settings to a dashboard that listens, for `longshore dashboard` and `longshore dev`.
import { InvalidOptionError } from '@longshore/core';
import { type Dashboard, type StartOptions, startDashboard } from '@longshore/dashboard-api';
import type { Logger } from 'pino';
import { CommandError } from '../command-error.js';
import { linkOf } from '../commands/open-queue.js';
import { said } from '../commands/read-option.js';
import type { SettingsRead } from '../settings/read-settings.js';
import type { Settings } from '../settings/settings.js';
import { UsageError } from '../usage-error.js';
import { readSecrets, type Secrets } from './read-secrets.js';

/** What a machine calls itself: nobody elsewhere can make a browser say these names. */
const OWN_NAMES = ['localhost', '127.0.0.1', '[::1]'];
/** Addresses that stand for all of a machine, and that nobody calls it by. */
const ALL_ADDRESSES = ['0.0.0.0', '::'];

export interface OpenDashboard extends Dashboard, Secrets {}

export interface Place {
  readonly port: number;
  /** The queues that can be seen; none: all. */
  readonly queues: readonly string[];
}

/**
 * @throws {UsageError} naming the setting that is wrong; so where others could reach it and nobody would be asked who they are
 * @throws {CommandError} `ERR_DASHBOARD_PORT` when the port is taken or may not be had
 */
export async function openDashboard(read: SettingsRead, { port, queues }: Place, log: Logger): Promise<OpenDashboard> {
  const { settings } = read;
  const { host, readOnly, corsOrigin, publicPath, redact, authorize } = settings;
  const secrets = await readSecrets(read);
  // Where it listens is told by the command, which knows more.
  const quiet = log.child({}, { level: log.isLevelEnabled('info') ? 'warn' : log.level });
  try {
    const dashboard = await startDashboard({
      ...linkOf(settings),
      host,
      port,
      readOnly,
      allowedHosts: namesOf(read),
      corsOrigins: corsOrigin,
      logger: quiet,
      ...said({ ...secrets, publicPath, redact, authorize, rateLimit: rateOf(settings) }),
      ...(queues.length > 0 && { queues }),
    });
    quiet.level = log.level;
    return { ...dashboard, ...secrets };
  } catch (error) {
    throw explained(error, read, port);
  }
}

const rateOf = ({ rateLimit }: Settings): StartOptions['rateLimit'] =>
  rateLimit === undefined ? undefined : rateLimit > 0 && { max: rateLimit, per: '1m' };

function namesOf({ settings: { host, allowedHost } }: SettingsRead): string[] {
  const bound = ALL_ADDRESSES.includes(host) ? [] : [host.includes(':') ? `[${host}]` : host];
  return [...OWN_NAMES, ...bound, ...allowedHost];
}

/** In the words of the command line. */
function explained(error: unknown, { settings: { host }, origins }: SettingsRead, port: number): unknown {
  if (error instanceof InvalidOptionError && error.field === 'options.host')
    return new UsageError(
      `${origins.host}: others can reach ${host}, and nobody would be asked who they are: name a file of tokens with --tokens-file, or set LONGSHORE_TOKENS=admin:NAME:TOKEN`,
      { cause: error },
    );
  const { syscall, message } = error as NodeJS.ErrnoException;
  if (syscall === undefined) return error;
  return new CommandError('ERR_DASHBOARD_PORT', `cannot serve the dashboard on ${host}:${port}: ${message}`, {
    cause: error,
  });
}
