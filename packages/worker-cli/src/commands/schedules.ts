// `longshore schedules QUEUE`: what makes jobs again and again: shown, set, paused, run at once, removed.
import { InvalidNameError, InvalidOptionError, type Queue, type Schedule } from '@longshore/core';
import type { Argv } from 'yargs';
import { EXIT, type ExitCode } from '../exit-code.js';
import { cut } from '../print/cells.js';
import { agoText, untilText } from '../print/moment.js';
import type { Column, Output } from '../print/output.js';
import { printable } from '../print/text.js';
import { spanOf } from '../print/time.js';
import { UsageError } from '../usage-error.js';
import { defineCommand } from './define-command.js';
import { withKnownQueue, withQueue } from './open-queue.js';
import { JOB_OPTIONS, readSchedule, SCHEDULE_OPTIONS, type TypedSchedule } from './schedule-options.js';

const ACTIONS = ['list', 'set', 'run', 'pause', 'resume', 'remove'] as const;

/** Later than this, no worker ticks. */
const LATE_MS = 5000;

const COLUMNS: readonly Column<Schedule>[] = [
  { title: 'id', value: ({ id }) => cut(id, 30), style: () => 'bold' },
  { title: 'job', value: ({ name }) => cut(name, 30) },
  {
    title: 'due',
    value: ({ cron, timeZone, every }) => cut(cron ? `${cron} ${timeZone}` : `every ${spanOf(every ?? 0)}`, 40),
  },
  {
    title: 'next',
    value: ({ paused, next }) => (paused ? 'paused' : next === undefined ? 'over' : untilText(next)),
    style: ({ paused }) => (paused ? 'yellow' : undefined),
  },
  { title: 'last', value: ({ lastRun }) => (lastRun === undefined ? '-' : agoText(lastRun)) },
  { title: 'jobs', align: 'right', value: ({ runs }) => runs },
  {
    title: 'overdue',
    align: 'right',
    value: ({ overdueMs }) => (overdueMs === 0 ? '-' : spanOf(overdueMs)),
    style: ({ overdueMs }) => (overdueMs > LATE_MS ? 'red' : undefined),
  },
];

export const schedules = defineCommand({
  command: 'schedules <queue> [action] [id] [name] [data]',
  describe: 'Show, set, run, pause, resume and remove schedules',
  build: (yargs: Argv) =>
    yargs
      .positional('queue', { type: 'string', demandOption: true, describe: 'its name' })
      .positional('action', { type: 'string', choices: ACTIONS, default: 'list' as const, describe: 'what to do' })
      .positional('id', { type: 'string', describe: 'the schedule' })
      .positional('name', { type: 'string', describe: 'to set: the name of its jobs' })
      .positional('data', { type: 'string', describe: 'to set: their data, as JSON; - reads standard input' })
      .nargs('data', 1)
      .options(SCHEDULE_OPTIONS)
      .options(JOB_OPTIONS)
      .example('$0 schedules mail', 'all of them')
      .example("$0 schedules mail set report report '{}' --cron '0 9 * * 1-5' --time-zone Europe/Berlin", 'on weekdays')
      .example('$0 schedules mail run report', 'its job now, whenever it is due'),
  async run({ settings, output }, given) {
    const { queue: name, action } = given;
    if (action === 'list') {
      refuse(given, ['id']);
      const all = await withKnownQueue(settings, name, (queue) => queue.schedules.list());
      if (output.isJson) output.json(all);
      else output.table(all, COLUMNS, `${printable(name)} has no schedules`);
      return undefined;
    }
    const { id } = given;
    if (id === undefined) throw new UsageError(`id: expected the schedule to ${action}`);
    if (action !== 'set') {
      refuse(given, ['name', 'data', ...Object.keys(SCHEDULE_OPTIONS), ...Object.keys(JOB_OPTIONS)]);
      return await withKnownQueue(settings, name, (queue) => turn(queue, action, id, output));
    }
    const schedule = await readSchedule(given);
    const set = await withQueue(settings, name, (queue) => queue.schedules.upsert(id, schedule).catch(nameAsTyped));
    if (output.isJson) output.json(set);
    else output.table([set], COLUMNS, '');
    return undefined;
  },
});

async function turn(
  { name, schedules: all }: Queue,
  action: 'run' | 'pause' | 'resume' | 'remove',
  id: string,
  output: Output,
): Promise<ExitCode> {
  if (action === 'run') {
    const job = await all.run(id);
    if (output.isJson) output.json({ queue: name, schedule: id, action, id: job.id });
    else output.line(job.id);
    return EXIT.fine;
  }
  const changed = await all[action](id);
  const isMissing = action === 'remove' && !changed;
  const otherwise = { remove: 'is not there', pause: 'was paused already, or is over', resume: 'was not paused' };
  const done = { remove: 'is removed; its jobs stay', pause: 'is paused', resume: 'goes on' };
  if (output.isJson) output.json({ queue: name, schedule: id, action, changed });
  else output.line(`${printable(id)} ${changed ? done[action] : otherwise[action]}`);
  return isMissing ? EXIT.failed : EXIT.fine;
}

/** What means something to another action alone is a mistake. */
function refuse(given: TypedSchedule & { readonly action: string }, names: readonly string[]): void {
  const found = names.find((name) => (given as unknown as Record<string, unknown>)[name] !== undefined);
  if (found === undefined) return;
  const shown = ['id', 'name', 'data'].includes(found) ? found : `--${found}`;
  throw new UsageError(`${shown}: means nothing to ${given.action}`);
}

/** The library speaks of `schedule.timeZone`; here it is `--time-zone`. */
function nameAsTyped(error: unknown): never {
  if (!(error instanceof InvalidOptionError || error instanceof InvalidNameError)) throw error;
  const message = error.message.replace(/^schedule\.(\w+)/, (whole, field: string) => {
    if (field === 'name' || field === 'data') return field;
    return field === 'options' ? whole : `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  });
  throw new UsageError(message, { cause: error });
}
