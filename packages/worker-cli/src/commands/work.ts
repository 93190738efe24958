// `longshore work HANDLERS`: launches worker processes and sees to them.
import type { SettingName } from '../settings/settings.js';
import { defineCommand } from './define-command.js';

/** What launching takes; `dev` takes the same. */
export const WORK_SETTINGS: readonly SettingName[] = [
  'handlers',
  'queue',
  'strict',
  'concurrency',
  'processes',
  'lease',
  'shutdownTimeout',
  'maxJobs',
  'maxMemory',
  'crashLimit',
  'burst',
  'watch',
  'healthPort',
  'healthHost',
  'logLevel',
  'logFormat',
];

export const work = defineCommand({
  command: 'work [handlers..]',
  describe: 'Launch worker processes for the handlers of modules',
  settings: WORK_SETTINGS,
  json: false,
  build: (yargs) =>
    yargs
      .positional('handlers', { type: 'string', array: true, describe: 'modules with job handlers' })
      .example('$0 work ./handlers.js --processes 4 --concurrency 50', 'four processes, 50 jobs at once in each')
      .example('$0 work ./handlers.js --queue mail=3 --queue bulk', 'mail gets three of four slots when both have work')
      .example('$0 work ./handlers.js --burst', 'do what waits, and end')
      .epilogue(
        'Signals: TERM and INT drain, then hand back, a second one ends at once; TSTP takes nothing new; USR2 restarts one process after another.',
      ),
  async run({ read }) {
    const { runWork } = await import('../work/run-work.js');
    return await runWork(read);
  },
});
