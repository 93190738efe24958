// `longshore jobs list QUEUE`: the jobs of one state, or of all, page by page.
import type { ListedJob, ListOptions, Queue } from '@longshore/core';
import type { Argv } from 'yargs';
import { cut } from '../../print/cells.js';
import { agoText, untilText } from '../../print/moment.js';
import type { Column } from '../../print/output.js';
import { spanOf } from '../../print/time.js';
import { text, wholeNumber, word } from '../../settings/values.js';
import { UsageError } from '../../usage-error.js';
import { defineCommand } from '../define-command.js';
import { withKnownQueue } from '../open-queue.js';
import { oneValue, readOption, said } from '../read-option.js';
import { STATES, type State, stateWord, UNDONE } from './job-states.js';

/** How many jobs one call asks for at most. */
const MOST_AT_ONCE = 200;

const COLUMNS: readonly Column<ListedJob>[] = [
  { title: 'id', value: ({ id }) => cut(id, 40), style: () => 'bold' },
  { title: 'name', value: ({ name }) => cut(name, 30) },
  {
    title: 'state',
    value: ({ state }) => state,
    style: ({ state }) => (state === 'failed' ? 'red' : state === 'active' ? 'green' : undefined),
  },
  { title: 'added', value: ({ addedAt }) => agoText(addedAt) },
  { title: 'attempts', align: 'right', value: ({ attempts }) => attempts },
  { title: '', value: (job) => cut(detailOf(job), 60) },
];

export const list = defineCommand({
  command: 'list <queue>',
  describe: 'List jobs',
  build: (yargs: Argv) =>
    yargs
      .positional('queue', { type: 'string', demandOption: true, describe: 'its name' })
      .option('state', oneValue(`of which state: ${STATES.join(', ')} [all, in this order]`))
      .option('name', oneValue('only jobs of this name'))
      .option('error', oneValue('only those whose error or reason contains this'))
      .option('limit', oneValue('how many at most [50]'))
      .option('cursor', oneValue('go on where a list ended'))
      .option('order', oneValue('oldest or newest first [what runs next; of ended ones the newest]'))
      .example('$0 jobs list mail --state failed --error ECONNREFUSED', 'what failed because of a connection')
      .example("$0 jobs list mail --state failed --limit 1000 --json | jq -r '.jobs[].id'", 'their ids'),
  async run({ settings, output }, given) {
    const state = readOption('--state', stateWord, given.state);
    const limit = readOption('--limit', wholeNumber(1, 100_000), given.limit) ?? 50;
    const filter = said({
      name: readOption('--name', text, given.name),
      error: readOption('--error', text, given.error),
      order: readOption('--order', word('oldest', 'newest'), given.order),
    });
    if (filter.error !== undefined && state !== undefined && !(UNDONE as readonly State[]).includes(state))
      throw new UsageError(`--error: only ${UNDONE.join(', ')} jobs have one`);
    const states = state ? [state] : filter.error === undefined ? STATES : UNDONE;
    const begin = readCursor(states, given.cursor);
    const page = await withKnownQueue(settings, given.queue, (queue) => gather(queue, states, filter, limit, begin));
    if (output.isJson) output.json({ queue: given.queue, ...page });
    else {
      output.table(page.jobs, COLUMNS, 'no such jobs');
      if (page.cursor !== null) output.note(`there may be more: --cursor ${page.cursor}`);
    }
    return undefined;
  },
});

/** Where a list goes on: in which of its states, and behind which of its jobs. */
interface Begin {
  readonly at: number;
  readonly cursor: string | undefined;
}

/** Pages may be empty and have a next one all the same: it goes on until there are as many as were asked for. */
async function gather(
  queue: Queue,
  states: readonly State[],
  filter: Partial<ListOptions>,
  limit: number,
  begin: Begin,
): Promise<{ jobs: ListedJob[]; cursor: string | null }> {
  const jobs: ListedJob[] = [];
  let { cursor } = begin;
  for (const [i, state] of states.entries()) {
    if (i < begin.at) continue;
    do {
      const want = Math.min(MOST_AT_ONCE, limit - jobs.length);
      const page = await queue.list({ ...filter, state, limit: want, cursor });
      jobs.push(...page.jobs);
      cursor = page.cursor;
    } while (cursor !== undefined && jobs.length < limit);
    const next = states[i + 1];
    if (cursor !== undefined) return { jobs, cursor: `${state}:${cursor}` };
    if (jobs.length >= limit && next !== undefined) return { jobs, cursor: `${next}:` };
  }
  return { jobs, cursor: null };
}

function readCursor(states: readonly State[], typed: string | undefined): Begin {
  if (typed === undefined) return { at: 0, cursor: undefined };
  const [state = '', cursor = ''] = typed.split(/:(.*)/s);
  const at = (states as readonly string[]).indexOf(state);
  if (at < 0 || !typed.includes(':'))
    throw new UsageError('--cursor: not one of such a list; begin again without a cursor');
  return { at, cursor: cursor === '' ? undefined : cursor };
}

/** What is to be known of a job in its state. */
function detailOf({ dueAt, takenAt, endedAt, error, reason, runMs }: ListedJob): string {
  if (dueAt !== undefined) return `due ${untilText(dueAt)}`;
  if (takenAt !== undefined) return `runs, taken ${agoText(takenAt)}`;
  if (endedAt === undefined) return '';
  if (error) return `${agoText(endedAt)}: ${error.name}: ${error.message}`;
  return `${agoText(endedAt)}${reason === undefined ? ` in ${spanOf(runMs ?? 0)}` : `: ${reason}`}`;
}
