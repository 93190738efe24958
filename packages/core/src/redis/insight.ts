// The contracts of the scripts that only read, for people who look into a queue.
import { defineScript, keysNamed, type Reply } from './define-script.js';

/** A state as lists and counts tell them apart. */
export type ListedState = keyof Counts;

const list = (reply: Reply): Reply[] => reply as Reply[];

/** How many jobs are in each state. */
export interface Counts {
  readonly waiting: number;
  /** Waiting too, with a priority of their own. */
  readonly prioritized: number;
  readonly delayed: number;
  /** Waiting for a worker that has their handler. */
  readonly parked: number;
  readonly active: number;
  /** Jobs whose workers died twice: they wait to run alone. */
  readonly suspect: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly expired: number;
}

export const counts = defineScript({
  name: 'counts',
  ...keysNamed(
    'waiting',
    'prioritized',
    'delayed',
    'suspects',
    'workers',
    'graves',
    'parked',
    'completed',
    'failed',
    'cancelled',
    'expired',
    'stats',
  ),
  values: (keys) => [keys.tag],
  read: (reply): Counts => {
    const [waiting = 0, prioritized = 0, delayed = 0, parked = 0, active = 0, suspect = 0, ...ended] =
      list(reply).map(Number);
    const [completed = 0, failed = 0, cancelled = 0, expired = 0] = ended;
    return { waiting, prioritized, delayed, parked, active, suspect, completed, failed, cancelled, expired };
  },
});

/** Where a page ended, so that the next can begin behind it. */
export interface Place {
  readonly source: string;
  readonly position: string;
  readonly anchor: string;
}

export interface ListInput extends Place {
  readonly state: ListedState;
  readonly order: 'oldest' | 'newest';
  readonly want: number;
  readonly scan: number;
  /** As JSON, or ''. */
  readonly name: string;
  /** In small letters, as it stands inside a JSON text, or ''. */
  readonly text: string;
  readonly data: boolean;
}

/** A job as the script tells of it; `''` where there is nothing. */
export interface ListRow {
  readonly id: string;
  readonly name: string;
  readonly addedAt: number;
  /** A score or the number of the claim, as the state has them. */
  readonly rank: string;
  readonly source: string;
  readonly tries: string;
  /** The terminal record; of what completed its end alone. */
  readonly record: string;
  readonly message: string;
  readonly body: string;
}

export interface ListReply {
  readonly now: number;
  readonly rows: readonly ListRow[];
  /** Undefined when nothing is behind this page. */
  readonly end: Place | undefined;
}

/** One page of the jobs in a state; looks at `scan` entries at most. */
export const listJobs = defineScript({
  name: 'list',
  ...keysNamed('delayed', 'prioritized', 'tries', 'gone', 'workers', 'graves', 'parked'),
  values: (keys, input: ListInput) => [
    keys.tag,
    input.state,
    input.order,
    input.want,
    input.scan,
    input.source,
    input.position,
    input.anchor,
    input.name,
    input.text,
    input.data ? 1 : 0,
  ],
  read: (reply): ListReply => {
    const [now, source, position, anchor, rows] = list(reply) as [number, string, string, string, string[][]];
    return { now, rows: rows.map(readRow), end: source === '' ? undefined : { source, position, anchor } };
  },
});

function readRow(row: readonly string[]): ListRow {
  const [id = '', name = '""', addedAt = '0', rank = '', source = '', tries = '', record = '', ...data] = row;
  const [message = '', body = ''] = data;
  return { id, name, addedAt: Number(addedAt), rank, source, tries, record, message, body };
}
