// The workers of a queue, as they say of themselves and as their leases say of them.

import type { WorkerRow } from '../redis/views.js';
import type { Untyped } from '../untyped.js';

/** `blocked`: a handler keeps its event loop from turning. `quiet`: it takes nothing new. `dead`: its lease is over, and others take over what it held. */
export type WorkerState = 'alive' | 'quiet' | 'blocked' | 'dead';

/** A worker of a queue. */
export interface WorkerInfo {
  /** Of this registration; a worker that lost its lease has another. */
  readonly id: string;
  readonly state: WorkerState;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  /** The same for all workers of a process. */
  readonly process: string;
  /** The names of the jobs that it runs; `*` for all. */
  readonly handlers: readonly string[];
  /** Of the process, over all its queues. Undefined until its first heartbeat. */
  readonly slots: number | undefined;
  readonly busy: number | undefined;
  /** Slots that handlers hold which did not stop when they were told to. */
  readonly leaked: number;
  /** Of the process, in bytes. */
  readonly memory: number | undefined;
  /** How late its event loop was at worst between its last two heartbeats, ms. Undefined until its first. */
  readonly lag: number | undefined;
  /** Since when it has been here undisturbed, Redis ms. */
  readonly since: number;
  /** How long its lease still holds, ms; 0 when it is over. */
  readonly leaseLeftMs: number;
  /** How many jobs of this queue it holds; those that it has taken ahead are among them. */
  readonly active: number;
}

const STATES: readonly unknown[] = ['quiet', 'blocked'];

export function workerInfo({ wid, value, leaseEndsAt = 0, active }: WorkerRow, now: number): WorkerInfo {
  const [, since = '0', json = '{}'] = /^(\d+) \d+ [^{]*(\{.*)$/s.exec(value) ?? [];
  const about = parse(json);
  const leaseLeftMs = Math.max(0, leaseEndsAt - now);
  return {
    id: wid,
    state: leaseLeftMs === 0 ? 'dead' : STATES.includes(about.state) ? about.state : 'alive',
    host: about.host ?? '',
    pid: about.pid ?? 0,
    version: about.version ?? '',
    process: about.process ?? '',
    handlers: about.handlers ?? [],
    slots: about.slots,
    busy: about.busy,
    leaked: about.leaked ?? 0,
    memory: about.memory,
    lag: about.lag,
    since: Number(since),
    leaseLeftMs,
    active,
  };
}

/** Whether it would run jobs of this name. */
export const hasHandler = ({ handlers }: WorkerInfo, name: string): boolean =>
  handlers.includes(name) || handlers.includes('*');

function parse(json: string): Untyped {
  try {
    return JSON.parse(json);
  } catch {
    // Of another version: what is known of it without its words is shown all the same.
    return {};
  }
}
