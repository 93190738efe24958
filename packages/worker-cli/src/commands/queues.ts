// `longshore queues`: every queue at a glance.
import type { QueueOverview } from '@longshore/core';
import type { Argv } from 'yargs';
import { cut } from '../print/cells.js';
import type { Column } from '../print/output.js';
import { grouped } from '../print/text.js';
import { spanOf } from '../print/time.js';
import { defineCommand } from './define-command.js';
import { askQueues } from './open-queue.js';

const count = (title: string, value: (row: QueueOverview) => number, isBad = false): Column<QueueOverview> => ({
  title,
  align: 'right',
  value: (row) => grouped(value(row)),
  style: (row) => (value(row) === 0 ? 'dim' : isBad ? 'red' : undefined),
});

const COLUMNS: readonly Column<QueueOverview>[] = [
  { title: 'queue', value: ({ name }) => cut(name, 40), style: () => 'bold' },
  {
    title: 'state',
    value: ({ paused }) => (paused ? 'paused' : 'open'),
    style: ({ paused }) => (paused ? 'yellow' : 'green'),
  },
  // What waits to run, whatever for: --json tells the kinds apart.
  count('waiting', ({ counts }) => counts.waiting + counts.prioritized + counts.parked + counts.suspect),
  count('active', ({ counts }) => counts.active),
  count('delayed', ({ counts }) => counts.delayed),
  count('completed', ({ counts }) => counts.completed),
  count('failed', ({ counts }) => counts.failed, true),
  {
    title: 'oldest',
    align: 'right',
    value: ({ oldestWaitingMs }) => (oldestWaitingMs === 0 ? '-' : spanOf(oldestWaitingMs)),
  },
  count('workers', ({ workers }) => workers),
  {
    title: 'no handler for',
    value: ({ unhandled }) => cut(unhandled.join(', '), 40),
    style: () => 'yellow',
  },
];

export const queues = defineCommand({
  command: 'queues [queue..]',
  describe: 'Show queues: how many jobs are in each state, how long they wait, how many workers there are',
  build: (yargs: Argv) =>
    yargs
      .positional('queue', { type: 'string', array: true, default: [] as string[], describe: 'only these [all]' })
      .example('$0 queues', 'all of them')
      .example("$0 queues --json | jq '.[] | select(.failed > 0).name'", 'those with failed jobs'),
  async run({ settings, output }, { queue: named }) {
    const rows = await askQueues(settings, named, (queue) => queue.overview());
    if (output.isJson) output.json(rows.map(flat));
    else output.table(rows, COLUMNS, 'there are no queues: one begins with its first job or worker');
    return undefined;
  },
});

/** As programs get it: the counts stand beside the rest. */
const flat = ({ name, counts, pausedAt, ...rest }: QueueOverview) => ({
  name,
  ...counts,
  ...rest,
  pausedAt: pausedAt ?? null,
});
