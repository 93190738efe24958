// Lists the jobs of a state page by page. Each call to Redis looks at a bounded number of entries, however long the list is
// and however few of it the filters let through.
import { InvalidOptionError } from '../errors.js';
import type { Codec } from '../job/codec.js';
import { flag, integer, oneOf, type Read, type Reader, readName, readOptions } from '../options.js';
import type { Connection } from '../redis/connection.js';
import {
  type ListedState,
  type ListInput,
  type ListReply,
  type ListRow,
  listJobs,
  type Place,
} from '../redis/insight.js';
import type { QueueKeys } from '../redis/keys.js';
import { decodeCursor, encodeCursor, markOf } from './list-cursor.js';
import { type ListedJob, listedJob, listedWithData } from './listed-job.js';

/** Which jobs a list shows, and how. */
export interface ListOptions {
  state: ListedState;
  /** Only jobs of this name. */
  name?: string;
  /** Only jobs whose error (its name, message or code) or whose reason contains this; the case of A to Z does not matter. Of failed, cancelled and expired ones. */
  error?: string;
  /** Where the page before ended. */
  cursor?: string | undefined;
  /** How many jobs a page has at most, up to 200. Default 50. */
  limit?: number;
  /** Default: the newest first of those that have ended, the oldest first (which is the next to run) of those that have not. */
  order?: 'oldest' | 'newest';
  /** Also what the jobs carry. Default false. A page then ends early when it has 1 MiB. */
  data?: boolean;
}

/** A page of a list. */
export interface JobPage {
  readonly jobs: readonly ListedJob[];
  /** Where the next page begins; undefined after the last one. A page with filters may be empty and have a next one all the same. */
  readonly cursor: string | undefined;
}

const WITH_ERROR: readonly ListedState[] = ['failed', 'cancelled', 'expired'];
const ENDED: readonly ListedState[] = [...WITH_ERROR, 'completed'];
const LIVING = ['waiting', 'prioritized', 'delayed', 'parked', 'active', 'suspect'] as const;
const readState = oneOf(...LIVING, 'completed', 'failed', 'cancelled', 'expired');
/** How many entries one call looks at, so that it takes Redis about a millisecond: fewer where it reads what each of them says. */
const SCAN = 120;
const SCAN_ERRORS = 60;
const MOST_STEPS = 3;
const BEGINNING: Place = { source: '', position: '', anchor: '' };

/** A text that is looked for. */
export const readSought: Reader<string> = (value, field) => {
  if (typeof value !== 'string' || value === '' || value.length > 200)
    throw new InvalidOptionError(field, 'expected a text of 1 to 200 characters');
  return value;
};

const TABLE = {
  state: readState,
  name: readName,
  error: readSought,
  cursor: ((value) => value) as Reader<unknown>,
  limit: integer(1, 200),
  order: oneOf('oldest', 'newest'),
  data: flag,
};

type Given = Read<typeof TABLE>;

/**
 * One page of the jobs in a state.
 *
 * @throws {InvalidOptionError} {@link InvalidNameError} {@link InvalidCursorError} naming the field; nothing was sent
 */
export async function listPage(
  connection: Connection,
  keys: QueueKeys,
  options: ListOptions,
  codec?: Codec,
): Promise<JobPage> {
  const given = readOptions(options, TABLE, 'options');
  const state = stateOf(given);
  const { name, error, order = ENDED.includes(state) ? 'newest' : 'oldest' } = given;
  if (error !== undefined && !WITH_ERROR.includes(state))
    throw new InvalidOptionError('options.error', `only ${WITH_ERROR.join(', ')} jobs have one`);
  const mark = markOf(keys.tag, state, order, name, error);
  const begin = given.cursor === undefined ? BEGINNING : decodeCursor(given.cursor, mark, 'options.cursor');
  const { rows, end } = await walk(connection, keys, {
    ...begin,
    state,
    order,
    want: given.limit ?? 50,
    scan: error === undefined ? SCAN : SCAN_ERRORS,
    name: name === undefined ? '' : JSON.stringify(name),
    text: error === undefined ? '' : small(JSON.stringify(error).slice(1, -1)),
    data: given.data === true,
  });
  return {
    jobs: await Promise.all(
      rows.map((row) => (given.data === true ? listedWithData(row, state, codec) : listedJob(row, state))),
    ),
    cursor: end && encodeCursor(mark, end),
  };
}

/** A few calls, until there are as many as were asked for: each keeps Redis for a short time only. A page with data is bounded by its size too. */
async function walk(
  connection: Connection,
  keys: QueueKeys,
  input: ListInput,
): Promise<Pick<ListReply, 'rows' | 'end'>> {
  const rows: ListRow[] = [];
  let end: Place | undefined;
  for (let steps = input.data ? 1 : MOST_STEPS; steps > 0 && rows.length < input.want; steps--) {
    const found: ListReply = await listJobs.run(connection, keys, { ...input, ...end, want: input.want - rows.length });
    rows.push(...found.rows);
    end = found.end;
    if (!end) break;
  }
  return { rows, end };
}

function stateOf({ state }: Given): ListedState {
  if (state === undefined) throw new InvalidOptionError('options.state', 'expected the state whose jobs to list');
  return state;
}

/** A to Z alone, as Lua does it. */
const small = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
