// `longshore jobs reschedule QUEUE ID`: sets when jobs that have not started are due.
import type { NewTime } from '@longshore/core';
import type { Argv } from 'yargs';
import { durationOf } from '../../settings/values.js';
import { UsageError } from '../../usage-error.js';
import { moment } from '../add-options.js';
import { defineCommand } from '../define-command.js';
import { withKnownQueue } from '../open-queue.js';
import { oneValue, readOption } from '../read-option.js';
import { steerIds } from './steer-ids.js';

const STEERING = {
  verb: 'reschedule',
  good: ['rescheduled'],
  otherwise: { active: 'runs already', ended: 'has ended', missing: 'is not there: it was removed or never added' },
};

export const reschedule = defineCommand({
  command: 'reschedule <queue> <id..>',
  describe: 'Set when jobs that have not started are due',
  build: (yargs: Argv) =>
    yargs
      .positional('queue', { type: 'string', demandOption: true, describe: 'its name' })
      .positional('id', { type: 'string', array: true, demandOption: true, describe: 'jobs' })
      .option('delay', oneValue('so long from now: 30s, 5m, 2h, 1d'))
      .option('run-at', oneValue('at this time: 2026-12-24T18:00:00Z; one that has passed means now'))
      .example('$0 jobs reschedule mail welcome-7 --delay 2h', 'in two hours'),
  async run({ settings, output }, given) {
    const when = readWhen(given.delay, given['run-at']);
    return await withKnownQueue(settings, given.queue, (queue) =>
      steerIds(queue, given.id, { ...STEERING, act: (id) => queue.reschedule(id, when) }, output),
    );
  },
});

function readWhen(typedDelay: string | undefined, typedAt: string | undefined): NewTime {
  const delay = readOption('--delay', durationOf(0), typedDelay);
  const runAt = readOption('--run-at', moment, typedAt);
  if (delay !== undefined && runAt === undefined) return { delay };
  if (runAt !== undefined && delay === undefined) return { runAt };
  throw new UsageError('--delay: expected either it or --run-at');
}
