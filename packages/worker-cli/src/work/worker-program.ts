// The program of one worker process of `longshore work`. It starts when its orders come; it drains and ends when it is
// told to, by its supervisor or by SIGTERM, and when its supervisor is gone, however that came.
import { type Logger, pino } from 'pino';
import type { FromProcess, ToProcess } from './messages.js';
import { RunningWorker } from './running-worker.js';
import { openLog } from './work-log.js';

let log: Logger = pino({ level: 'silent' });
let worker: RunningWorker | undefined;
let shutdownTimeoutMs = 25_000;
let isLeaving = false;

/** Once the supervisor is gone there is nobody to tell. */
function tell(message: FromProcess): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected || !process.send) return resolve();
    process.send(message, () => resolve());
  });
}

function obey(message: ToProcess): void {
  switch (message.say) {
    case 'start': {
      const { number, handlers, logLevel, logFormat } = message.orders;
      process.title = `longshore work ${number}: ${handlers.map((path) => path.split('/').at(-1)).join(' ')}`;
      log = openLog({ level: logLevel, format: logFormat, base: { process: number } });
      shutdownTimeoutMs = message.orders.shutdownTimeoutMs;
      worker = new RunningWorker(message.orders, log, tell);
      return void worker.start().catch(refuse);
    }
    case 'quiet':
      return worker?.quiet();
    case 'metrics':
      return void worker?.tellMetrics(message.request).catch((err) => log.warn({ err }, 'metrics cannot be read'));
    case 'stop':
      return void leave(message.withinMs);
  }
}

/** Trying again would not help. */
async function refuse(error: unknown): Promise<void> {
  if (isLeaving) return;
  const { code = 'ERR_INTERNAL', message } = error as NodeJS.ErrnoException;
  await tell({ say: 'cannot-start', code, message });
  process.exit(1);
}

async function leave(withinMs: number): Promise<void> {
  if (isLeaving) return;
  isLeaving = true;
  try {
    await worker?.close(withinMs);
  } catch (err) {
    log.error({ err }, 'could not leave in order');
  }
  process.exit(0);
}

process.on('message', obey);
process.on('disconnect', () => {
  if (!isLeaving) log.warn('the supervisor is gone: this process finishes what it is doing, and ends');
  void leave(shutdownTimeoutMs);
});
process.on('SIGTERM', () => {
  if (!isLeaving) void tell({ say: 'leaving' });
  void leave(shutdownTimeoutMs);
});
// A terminal's Ctrl-C and Ctrl-Z reach every process of it, and some send a signal to all of a group: the supervisor
// heeds them, and says here what is to be done.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTSTP', 'SIGUSR2'] as const) process.on(signal, () => undefined);
process.on(
  'uncaughtExceptionMonitor',
  (error) => void tell({ say: 'uncaught', message: String(error?.message ?? error) }),
);
