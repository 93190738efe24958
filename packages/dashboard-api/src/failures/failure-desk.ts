// Looks at the failed jobs of queues and tells them in groups. What several ask for at once is looked at once, and answered
// again for two seconds: a page that is open on many desks costs Redis what one costs.
import type { ListedJob, Queue } from '@longshore/core';
import { type FailureGroup, groupFailures } from './group-failures.js';

const FRESH_MS = 2000;
const PAGE = 200;

export interface Failures {
  readonly groups: readonly FailureGroup[];
  /** How many failed jobs were looked at, the newest. */
  readonly scanned: number;
  /** Whether those were all. */
  readonly complete: boolean;
}

export class FailureDesk {
  readonly #told = new Map<string, { readonly until: number; readonly failures: Promise<Failures> }>();

  /** The failures among the newest `scan` failed jobs. */
  ask(queue: Queue, scan: number): Promise<Failures> {
    const now = performance.now();
    for (const [key, { until }] of this.#told) if (until <= now) this.#told.delete(key);
    const key = JSON.stringify([queue.name, scan]);
    const told = this.#told.get(key);
    if (told) return told.failures;
    const failures = look(queue, scan);
    this.#told.set(key, { until: now + FRESH_MS, failures });
    // A failure to look is told to those who wait, and to nobody else.
    failures.catch(() => this.#told.delete(key));
    return failures;
  }
}

async function look(queue: Queue, scan: number): Promise<Failures> {
  const jobs: ListedJob[] = [];
  let cursor: string | undefined;
  do {
    const page = await queue.list({
      state: 'failed',
      order: 'newest',
      cursor,
      limit: Math.min(PAGE, scan - jobs.length),
    });
    jobs.push(...page.jobs);
    cursor = page.cursor;
  } while (cursor !== undefined && jobs.length < scan);
  return { groups: groupFailures(jobs), scanned: jobs.length, complete: cursor === undefined };
}
