// Lists jobs of one state, or of all of them one after the other. A page asks Redis a bounded number of times, whatever the
// filters let through: where they hold back most, it is short, or empty, and has a next one all the same.
import { InvalidCursorError, type JobPage, type ListedState, type ListOptions, type Queue } from '@longshore/core';
import { STATES, UNDONE } from './states.js';

/** The same as in the library, but that the state may be left out. */
export type Sought = Omit<ListOptions, 'state' | 'data' | 'limit'> & {
  readonly state?: ListedState;
  readonly limit: number;
};

/** @throws {InvalidOptionError} {@link InvalidNameError} {@link InvalidCursorError} naming the field as `options.…` */
export async function listJobs(queue: Queue, { state, cursor, limit, ...filter }: Sought): Promise<JobPage> {
  if (state !== undefined) return queue.list({ ...filter, state, cursor, limit });
  const states: readonly ListedState[] = filter.error === undefined ? STATES : UNDONE;
  let { at, behind } = readCursor(states, cursor);
  const jobs: JobPage['jobs'][number][] = [];
  for (; at < states.length; at++) {
    if (jobs.length === limit) return { jobs, cursor: `${states[at]}.` };
    const page = await queue.list({
      ...filter,
      state: states[at] as ListedState,
      cursor: behind,
      limit: limit - jobs.length,
    });
    jobs.push(...page.jobs);
    if (page.cursor !== undefined) return { jobs, cursor: `${states[at]}.${page.cursor}` };
    behind = undefined;
  }
  return { jobs, cursor: undefined };
}

/** `failed.` or `failed.<cursor>`: in which state it goes on, and behind what. */
function readCursor(states: readonly string[], cursor: string | undefined): { at: number; behind: string | undefined } {
  if (cursor === undefined) return { at: 0, behind: undefined };
  const dot = cursor.indexOf('.');
  const at = states.indexOf(cursor.slice(0, Math.max(dot, 0)));
  if (at < 0) throw new InvalidCursorError('options.cursor', 'is no cursor of a list of all states');
  return { at, behind: cursor.slice(dot + 1) || undefined };
}
