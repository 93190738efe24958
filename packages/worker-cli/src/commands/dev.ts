// `longshore dev HANDLERS`: what one wants while writing handlers, in one command and one log: a Redis of its own, workers
// that restart when their code changes, and the dashboard.
import type { Argv } from 'yargs';
import type { SettingName } from '../settings/settings.js';
import { wholeNumber } from '../settings/values.js';
import { UsageError } from '../usage-error.js';
import { defineCommand } from './define-command.js';
import { WORK_SETTINGS } from './work.js';

/** What `work` takes; watching goes without saying. */
const DEV_SETTINGS: readonly SettingName[] = ['port', ...WORK_SETTINGS.filter((name) => name !== 'watch')];

const portNumber = wholeNumber(1, 65_535);

const build = (yargs: Argv) =>
  yargs
    .positional('handlers', { type: 'string', array: true, describe: 'modules with job handlers' })
    .option('redis-port', {
      type: 'string',
      requiresArg: true,
      describe: 'the port of the Redis of its own; default: a free one',
      group: 'Options:',
    })
    .example('$0 dev ./handlers.js', 'a Redis of its own, workers that restart when code changes, and a dashboard')
    .example('$0 dev ./handlers.js --redis-url redis://127.0.0.1:6379', 'the same on a Redis that is there')
    .epilogue(
      'Without --redis-url a Redis starts that ends with this command, and its data with it. It is never installed. ' +
        'The log tells of each job: --log-level is debug if you do not say otherwise.',
    );

export const dev = defineCommand({
  command: 'dev [handlers..]',
  describe: 'Launch workers on a Redis of their own with a dashboard, and restart them when code changes',
  settings: DEV_SETTINGS,
  describes: { port: 'the port of the dashboard; taken, and not said by you: a free one' },
  json: false,
  build,
  async run({ read }, { 'redis-port': port }) {
    const { runDev } = await import('../work/run-dev.js');
    return await runDev(read, port === undefined ? undefined : readPort(port));
  },
});

function readPort(given: string): number {
  const { data, error } = portNumber.safeParse(given);
  if (data === undefined) throw new UsageError(`--redis-port: ${error?.issues[0]?.message}`);
  return data;
}
