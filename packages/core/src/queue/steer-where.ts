// Does something with all jobs that a filter names: page by page, at most 100 jobs a call to Redis, however many there are.
// It ends also where jobs come and go meanwhile: what was added after it began is left alone, and no job has its turn twice.
import { InvalidOptionError } from '../errors.js';
import { type ListOptions, listPage, readSought } from '../inspect/list-page.js';
import { flag, integer, kind, oneOf, readName, readOptions, signal } from '../options.js';
import type { ListedState } from '../redis/insight.js';
import { serverTime } from '../redis/server-time.js';
import type { QueueLink } from './queue-link.js';

/** Which jobs are meant: those of one state, and of them those to which the rest applies. */
export interface JobFilter<S extends ListedState = ListedState> {
  state: S;
  /** Only jobs of this name. */
  name?: string;
  /** Only jobs whose error (its name, message or code) or whose reason contains this; the case of A to Z does not matter. Of failed, cancelled and expired ones. */
  error?: string;
}

export interface WhereOptions {
  /** Counts what matches and changes nothing. Default false. */
  dryRun?: boolean;
  /** How many jobs at most. Default: all. */
  limit?: number;
  /** Ends it between two calls to Redis; what was changed stays so. */
  signal?: AbortSignal;
  /** Hears after each call to Redis how far it is. */
  onProgress?: (soFar: WhereOutcome) => void;
}

/** What came of it. `changed` is less than `matched` where a job went its own way meanwhile. */
export interface WhereOutcome {
  readonly matched: number;
  readonly changed: number;
}

/** What is to be done, and with jobs of which states. */
export interface Deed {
  readonly states: readonly ListedState[];
  /** What is meant where a filter names no state. */
  readonly state?: ListedState;
  /** In which order; what walks towards the newest must not bring jobs there without end. */
  readonly order: (state: ListedState) => 'oldest' | 'newest';
  /** Does it with at most 100 jobs that were in this state; with how many it was done. */
  readonly act: (link: QueueLink, ids: readonly string[], state: ListedState) => Promise<number>;
}

const MOST_AT_ONCE = 100;
const WITH_ERROR: readonly (ListedState | undefined)[] = ['failed', 'cancelled', 'expired'];
export const WHERE_OPTIONS = {
  dryRun: flag,
  limit: integer(1),
  signal,
  onProgress: kind<(soFar: WhereOutcome) => void>('function'),
};

/** @throws {InvalidOptionError} {@link InvalidNameError} naming the field; nothing was changed */
export async function steerWhere(
  link: QueueLink,
  deed: Deed,
  filter: unknown,
  options: unknown,
): Promise<WhereOutcome> {
  const sought = readFilter(deed, filter);
  const { dryRun, limit = Number.POSITIVE_INFINITY, ...given } = readOptions(options, WHERE_OPTIONS, 'options');
  const began = await serverTime(link.connection);
  const met = new Set<string>();
  let changed = 0;
  let cursor: string | undefined;
  do {
    given.signal?.throwIfAborted();
    const page = await listPage(link.connection, link.keys, { ...sought, limit: MOST_AT_ONCE, cursor });
    cursor = page.cursor;
    const due = page.jobs.filter(({ id, addedAt }) => addedAt <= began && !met.has(id)).map(({ id }) => id);
    const ids = due.slice(0, limit - met.size);
    for (const id of ids) met.add(id);
    if (ids.length > 0 && dryRun !== true) changed += await deed.act(link, ids, sought.state);
    given.onProgress?.({ matched: met.size, changed });
  } while (cursor !== undefined && met.size < limit);
  return { matched: met.size, changed };
}

function readFilter(deed: Deed, filter: unknown): ListOptions {
  const table = { state: oneOf(...deed.states), name: readName, error: readSought };
  const { state = deed.state, ...rest } = readOptions(filter ?? null, table, 'filter');
  if (state === undefined)
    throw new InvalidOptionError('filter.state', `expected which jobs: ${deed.states.join(', ')}`);
  if (rest.error !== undefined && !WITH_ERROR.includes(state))
    throw new InvalidOptionError('filter.error', 'only failed, cancelled and expired jobs have one');
  return { state, order: deed.order(state), ...rest };
}
