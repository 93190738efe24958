// What `longshore dashboard` does, from settings to exit code: it says where the dashboard is, and ends it when it is told to.
import type { Logger } from 'pino';
import { EXIT } from '../exit-code.js';
import type { Output } from '../print/output.js';
import { counted } from '../print/text.js';
import { addressOf } from '../settings/address-of.js';
import type { SettingsRead } from '../settings/read-settings.js';
import type { Settings } from '../settings/settings.js';
import { exitCodeOf, heedSignals } from '../work/heed-signals.js';
import { readQueueChoices } from '../work/read-queue-choices.js';
import { formatFor, openLog } from '../work/work-log.js';
import { awaitQueues } from './await-queues.js';
import { type OpenDashboard, openDashboard } from './open-dashboard.js';

/**
 * Runs until a signal comes, and ends the process.
 *
 * @throws {UsageError} {@link CommandError} when it cannot start; that Redis is not there is no reason
 */
export async function runDashboard(read: SettingsRead, output: Output): Promise<never> {
  const { settings } = read;
  const format = formatFor(settings.logFormat);
  const log = openLog({ level: settings.logLevel, format, base: {} });
  // One configuration file serves workers too, whose queues have weights.
  const queues = readQueueChoices(settings.queue, false).map(({ name }) => name);
  const over = new AbortController();
  const told = untilTold(log);
  const dashboard = await openDashboard(read, { port: settings.port, queues }, log);
  const known = await awaitQueues(settings, log, over.signal);
  if (format === 'json') logStart(dashboard, settings, known, log);
  else showStart(dashboard, settings, known, output);
  await told;
  over.abort();
  await dashboard.close();
  log.info('ended');
  // Whoever leaves does not wait for answers that Redis owes: nothing is under way but reading.
  process.exit(EXIT.fine);
}

/** Resolves at the first signal to end; a second one ends the process. */
function untilTold(log: Logger): Promise<void> {
  return new Promise((resolve) => {
    heedSignals({
      onStop: (signal) => {
        log.info(`${signal}: ending`);
        resolve();
      },
      onStopNow: (signal) => process.exit(exitCodeOf(signal)),
    });
  });
}

function logStart({ url, tokens }: OpenDashboard, settings: Settings, known: number | undefined, log: Logger): void {
  const redis = addressOf(settings).label;
  log.info({ url, redis, queues: known, readOnly: settings.readOnly, tokens: tokens.length }, `dashboard on ${url}`);
  if (known === undefined) log.warn({ redis }, 'Redis does not answer; asking on');
}

function showStart(dashboard: OpenDashboard, settings: Settings, known: number | undefined, output: Output): void {
  const { paint } = output;
  const redis = known === undefined ? paint('yellow', 'does not answer; asking on') : counted(known, 'queue');
  const lines = [
    ['Redis', `${addressOf(settings).label}, ${redis}`],
    ['access', accessOf(dashboard, settings)],
    ['read', `${dashboard.url}/api/v1/openapi.json describes the API; metrics are at /metrics`],
    ['end', 'Ctrl-C'],
  ] as const;
  output.line(`${paint('bold', 'Longshore dashboard')} on ${paint('cyan', dashboard.url)}`);
  for (const [title, text] of lines) output.line(`  ${paint('dim', title.padEnd(8))}${text}`);
  output.line();
}

function accessOf({ tokens }: OpenDashboard, { readOnly }: Settings): string {
  const who = tokens.length === 0 ? 'this machine alone' : `${counted(tokens.length, 'token')}: ${rolesOf(tokens)}`;
  return readOnly ? `${who}; read-only` : who;
}

const rolesOf = (tokens: OpenDashboard['tokens']): string =>
  tokens.map(({ role, name }) => `${name} (${role})`).join(', ');
