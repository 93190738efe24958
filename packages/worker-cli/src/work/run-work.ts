// What `longshore work` does, from settings to exit code: puts the supervisor together with the signals that it heeds,
// and with what ends it.
import { basename, dirname, resolve } from 'node:path';
import type { Logger } from 'pino';
import { linkOf } from '../commands/open-queue.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { counted } from '../print/text.js';
import { spanOf } from '../print/time.js';
import { hideSecrets } from '../settings/hide-secrets.js';
import type { SettingsRead } from '../settings/read-settings.js';
import type { Settings } from '../settings/settings.js';
import { UsageError } from '../usage-error.js';
import { version } from '../version.js';
import { awaitDrained } from './await-drained.js';
import { heedSignals } from './heed-signals.js';
import type { WorkOrders } from './messages.js';
import { readQueueChoices } from './read-queue-choices.js';
import { restartOnChange } from './restart-on-change.js';
import { startReports } from './start-reports.js';
import { Supervisor } from './supervisor.js';
import { formatFor, openLog } from './work-log.js';

/** Ended by a second signal: what a shell reports of a program that a signal ended. */
const SIGNALLED = 128;
const SIGNAL_NUMBERS: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

export interface WorkHooks {
  /** All processes take jobs, for the first time. */
  readonly onRunning?: (queues: readonly string[], log: Logger) => void;
}

/** @throws {UsageError} {@link CommandError} when it cannot start, or processes die one after another */
export async function runWork(
  { settings, origins, file }: SettingsRead,
  { onRunning }: WorkHooks = {},
): Promise<ExitCode> {
  // A file's paths are seen from the file.
  const isOfFile = file !== undefined && origins.handlers === basename(file);
  const orders = ordersOf(settings, file, isOfFile ? dirname(file) : '.');
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
      process.exit(SIGNALLED + (SIGNAL_NUMBERS[signal] ?? 0));
    },
    onQuiet: () => supervisor.quiet(),
    onRestart: () => void supervisor.restart('SIGUSR2'),
  });
}

function ordersOf(settings: Settings, file: string | undefined, folder: string): Omit<WorkOrders, 'number'> {
  const { handlers, queue, strict, redisUrl, connection, prefix, concurrency, maxJobs, maxMemory } = settings;
  if (handlers.length === 0)
    throw new UsageError('HANDLERS: say which modules have the handlers, or set LONGSHORE_HANDLERS');
  return {
    handlers: handlers.map((path) => resolve(folder, path)),
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
