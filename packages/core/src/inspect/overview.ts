// A queue at a glance.
import type { Connection } from '../redis/connection.js';
import { type Counts, counts } from '../redis/insight.js';
import type { QueueKeys } from '../redis/keys.js';
import { viewStanding } from '../redis/views.js';
import { type CurrentLimits, currentLimits } from './current-limits.js';
import { hasHandler, type WorkerState, workerInfo } from './view-workers.js';

/** A queue at a glance. */
export interface QueueOverview {
  readonly name: string;
  readonly counts: Counts;
  /**
   * How long ago the job was added that waits longest, ms, of those that come next: the first of what waits, of the highest and of the
   * lowest priority, of the suspects. Delays count in. 0 when none waits.
   */
  readonly oldestWaitingMs: number;
  readonly paused: boolean;
  /** Since when it is paused, Redis ms. */
  readonly pausedAt: number | undefined;
  readonly limits: CurrentLimits;
  /** How many workers have a lease. */
  readonly workers: number;
  /** How many workers are in each state; those without a lease are the dead. */
  readonly workerStates: Readonly<Record<WorkerState, number>>;
  /** Names of which jobs are parked while no worker has a handler for them. */
  readonly unhandled: readonly string[];
}

export async function overviewOf(connection: Connection, keys: QueueKeys, name: string): Promise<QueueOverview> {
  const [numbers, standing] = await Promise.all([
    counts.run(connection, keys, undefined),
    viewStanding.run(connection, keys, { id: '', state: '' }),
  ]);
  const { now, pausedAt, oldestAddedAt } = standing;
  const workers = standing.workers.map((row) => workerInfo(row, now));
  const alive = workers.filter(({ state }) => state !== 'dead');
  const workerStates = { alive: 0, quiet: 0, blocked: 0, dead: 0 };
  for (const { state } of workers) workerStates[state]++;
  return {
    name,
    counts: numbers,
    oldestWaitingMs: oldestAddedAt === undefined ? 0 : Math.max(0, now - oldestAddedAt),
    paused: pausedAt !== undefined,
    pausedAt,
    limits: currentLimits(standing.limits),
    workers: alive.length,
    workerStates,
    unhandled: [...standing.parked.keys()].filter((parked) => !alive.some((worker) => hasHandler(worker, parked))),
  };
}
