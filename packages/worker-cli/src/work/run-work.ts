// What `longshore work` does, from settings to exit code: puts the supervisor together with the signals that it heeds,
// and with what ends it.
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import { linkOf } from '../commands/open-queue.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { counted } from '../print/text.js';
import { spanOf } from '../print/time.js';
import { folderOf } from '../settings/folder-of.js';
import { hideSecrets } from '../settings/hide-secrets.js';
import type { SettingsRead } from '../settings/read-settings.js';
import type { Settings } from '../settings/settings.js';
import { UsageError } from '../usage-error.js';
import { version } from '../version.js';
import { awaitDrained } from './await-drained.js';
import { exitCodeOf, heedSignals } from './heed-signals.js';
import type { WorkOrders } from './messages.js';
import { readQueueChoices } from './read-queue-choices.js';
import { restartOnChange } from './restart-on-change.js';
import { startReports } from './start-reports.js';
import { Supervisor } from './supervisor.js';
import { formatFor, openLog } from './work-log.js';

export interface WorkHooks {
  /** All processes take jobs, for the first time. */
  readonly onRunning?: (queues: readonly string[], log: Logger) => void;
}

/** @throws {UsageError} {@link CommandError} when it cannot start, or processes die one after another */
export async function runWork(read: SettingsRead, { onRunning }: WorkHooks = {}): Promise<ExitCode> {
  const { settings } = read;
  const orders = ordersOf(read);
  const log = openLog({ level: settings.logLevel, format: orders.logFormat, base: {} });
  const over = new AbortController();
  const supervisor = new Supervisor({
    orders,
    wanted: settings.processes,
    crashLimit: settings.crashLimit,
    isWatching: settings.watch,
    log,
    onRunning: (queues) => {
      log.info(greeting(settings, queues));
      onRunning?.(queues, log);
      if (settings.burst) void endWhenDrained(queues);
    },
  });
  const endWhenDrained = async (queues: readonly string[]): Promise<void> => {
    const left = await awaitDrained(queues, linkOf(settings), log, over.signal);
    if (over.signal.aborted) return;
    log.info(`nothing waits and nothing runs: ending; ${left}`);
    supervisor.stop();
  };
  const ignoreSignals = heed(supervisor, settings, log);
  const reports = await startReports(supervisor, settings, process.env, log);
  const stopWatching =
    settings.watch && (await restartOnChange(orders.handlers, (why) => supervisor.restart(why), log));
  try {
    supervisor.start();
    await supervisor.ended;
    log.info('ended');
    return EXIT.fine;
  } finally {
    over.abort();
    if (stopWatching) await stopWatching();
    ignoreSignals();
    await reports.close();
  }
}

function heed(supervisor: Supervisor, { shutdownTimeout }: Settings, log: Logger): () => void {
  return heedSignals({
    onStop: (signal) => {
      const within = spanOf(shutdownTimeout);
      log.info(`${signal}: taking nothing new, finishing what runs within ${within}; again: at once`);
      supervisor.stop();
    },
    onStopNow: (signal) => {
      log.warn(`${signal} again: ending at once; what ran goes back when the lease is over`);
      supervisor.stopNow();
      process.exit(exitCodeOf(signal));
    },
    onQuiet: () => supervisor.quiet(),
    onRestart: () => void supervisor.restart('SIGUSR2'),
  });
}

function ordersOf(read: SettingsRead): Omit<WorkOrders, 'number'> {
  const { settings, file } = read;
  const { handlers, queue, strict, redisUrl, connection, prefix, concurrency, maxJobs, maxMemory } = settings;
  if (handlers.length === 0)
    throw new UsageError('HANDLERS: say which modules have the handlers, or set LONGSHORE_HANDLERS');
  return {
    handlers: handlers.map((path) => resolve(folderOf(read, 'handlers'), path)),
    queues: readQueueChoices(queue, strict),
    strict,
    redisUrl,
    connectionFile: connection === undefined ? undefined : file,
    prefix,
    concurrency,
    leaseMs: settings.lease,
    shutdownTimeoutMs: settings.shutdownTimeout,
    maxJobs,
    maxMemory,
    logLevel: settings.logLevel,
    logFormat: formatFor(settings.logFormat),
  };
}

function greeting({ processes, concurrency, redisUrl, connection }: Settings, queues: readonly string[]): string {
  const where = connection === undefined ? hideSecrets(redisUrl) : 'the connection of the configuration file';
  const slots = `${counted(processes, 'process')} × ${counted(concurrency, 'slot')}`;
  return `longshore ${version} runs ${queues.join(', ')} in ${slots}, on ${where}`;
}
