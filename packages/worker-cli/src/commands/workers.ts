// `longshore workers [QUEUE...]`: the processes that work on queues, as they say of themselves.
import type { WorkerInfo } from '@longshore/core';
import type { Argv } from 'yargs';
import { cut } from '../print/cells.js';
import { agoText } from '../print/moment.js';
import type { Column } from '../print/output.js';
import { sizeOf } from '../print/text.js';
import { spanOf } from '../print/time.js';
import { processesOf } from '../top/sampler.js';
import { defineCommand } from './define-command.js';
import { askQueues } from './open-queue.js';

interface QueueWorkers {
  readonly name: string;
  readonly workers: readonly WorkerInfo[];
}

type Row = ReturnType<typeof rowsOf>[number];

const COLOURS = { alive: 'green', quiet: 'yellow', blocked: 'red', dead: 'dim' } as const;

const COLUMNS: readonly Column<Row>[] = [
  { title: 'host', value: ({ host }) => cut(host, 30) },
  { title: 'pid', align: 'right', value: ({ pid }) => pid },
  { title: 'version', value: ({ version }) => cut(version, 20) },
  { title: 'state', value: ({ state }) => state, style: ({ state }) => COLOURS[state] },
  { title: 'queues', value: ({ queues }) => cut(queues.join(', '), 30) },
  {
    title: 'busy',
    align: 'right',
    value: ({ busy, slots }) => (slots === undefined ? '-' : `${busy ?? 0}/${slots}`),
  },
  {
    title: 'leaked',
    align: 'right',
    value: ({ leaked }) => leaked,
    style: ({ leaked }) => (leaked > 0 ? 'red' : 'dim'),
  },
  { title: 'memory', align: 'right', value: ({ memory }) => (memory === undefined ? '-' : sizeOf(memory)) },
  { title: 'lag', align: 'right', value: ({ lag }) => (lag === undefined ? '-' : spanOf(lag)) },
  { title: 'since', value: ({ since }) => agoText(since) },
  { title: 'handlers', value: ({ handlers }) => cut(handlers.join(', '), 40) },
];

export const workers = defineCommand({
  command: 'workers [queue..]',
  describe: 'Show worker processes: their state, their queues, slots, memory and lag',
  build: (yargs: Argv) =>
    yargs
      .positional('queue', { type: 'string', array: true, default: [] as string[], describe: 'only of these [all]' })
      .example('$0 workers', 'of all queues')
      .example('$0 workers mail --json | jq \'.[] | select(.state != "alive")\'', 'those that are not well'),
  async run({ settings, output }, { queue: named }) {
    const asked = await askQueues(settings, named, async (queue) => ({
      name: queue.name,
      workers: await queue.workers(),
    }));
    const rows = rowsOf(asked);
    if (output.isJson) output.json(rows);
    else output.table(rows, COLUMNS, 'no worker is there');
    return undefined;
  },
});

/** One row a process, with its registrations on the queues that were asked. */
export function rowsOf(asked: readonly QueueWorkers[]) {
  const all = asked.flatMap(({ name, workers: its }) => its.map((worker) => ({ queue: name, ...worker })));
  return processesOf(asked).map((row) => {
    const its = all.filter((worker) => worker.process === row.process);
    // A registration of the past is not what the process is now.
    const living = its.filter(({ state }) => state !== 'dead');
    const now = living.length > 0 ? living : its;
    return {
      ...row,
      leaked: Math.max(...now.map(({ leaked }) => leaked)),
      since: Math.min(...now.map(({ since }) => since)),
      handlers: [...new Set(now.flatMap(({ handlers }) => handlers))],
      workers: its,
    };
  });
}
