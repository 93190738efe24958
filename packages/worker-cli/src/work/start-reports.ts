// Those who are told how the fleet is: whoever asks on the health port, and systemd.
import type { Logger } from 'pino';
import type { Settings } from '../settings/settings.js';
import type { Fleet } from './fleet.js';
import { startSystemdNotifier } from './systemd-notifier.js';

interface Reports {
  /** Ends them. Never fails. */
  close(): Promise<void>;
}

/**
 * To be called before the first process is started: a port that is taken is an error before any job runs, and what systemd gave us is
 * not for the processes.
 * @throws {CommandError} `ERR_HEALTH_PORT`
 */
export async function startReports(
  fleet: Fleet,
  { healthHost, healthPort }: Pick<Settings, 'healthHost' | 'healthPort'>,
  environment: NodeJS.ProcessEnv,
  log: Logger,
): Promise<Reports> {
  const server =
    healthPort === undefined
      ? undefined
      : await (await import('./health-server.js')).startHealthServer(
          fleet,
          { host: healthHost, port: healthPort },
          log,
        );
  const notifier = startSystemdNotifier(fleet, environment, log);
  return {
    async close() {
      await Promise.allSettled([server?.close(), notifier?.close()]);
    },
  };
}
