// Every key that Longshore writes is named and built here, and nowhere else; docs/keys.md tells what each holds.
// All keys of one queue carry one hash tag, so that every script touches one slot of a cluster. Code addresses them
// through this object (a partition of the queue, today its only one) and never builds a name itself.

export interface QueueKeys {
  /** What every key of the queue begins with, `{<prefix>:<queue>}:`. Scripts build the keys of single jobs from it. */
  readonly tag: string;
  readonly waiting: string;
  readonly prioritized: string;
  readonly delayed: string;
  readonly suspects: string;
  readonly leases: string;
  readonly workers: string;
  readonly graves: string;
  readonly tries: string;
  readonly completed: string;
  readonly failed: string;
  readonly cancelled: string;
  readonly expired: string;
  readonly expiring: string;
  readonly fleeting: string;
  readonly gone: string;
  readonly orders: string;
  readonly parked: string;
  readonly limits: string;
  readonly schedules: string;
  readonly ticks: string;
  readonly ticked: string;
  readonly meta: string;
  readonly stats: string;
  /** The pub/sub channel of transitions: a name, not a key. */
  readonly events: string;
  /** The pub/sub channel of orders to workers: a name, not a key. */
  readonly control: string;
  pending(wid: string): string;
  active(wid: string): string;
  body(id: string): string;
  run(id: string): string;
  log(id: string): string;
  /** The jobs whose handler no taker had, by job name. */
  parkedOf(name: string): string;
  /** The lock of a unique key. */
  unique(key: string): string;
  /** The figures of one hour, counted from 1970. */
  historyOf(hour: number | string): string;
  /** The pub/sub channel of one job's progress: a name, not a key. */
  notice(id: string): string;
}

export function queueKeys(prefix: string, queue: string): QueueKeys {
  const tag = `{${prefix}:${queue}}:`;
  return {
    tag,
    waiting: `${tag}waiting`,
    prioritized: `${tag}prioritized`,
    delayed: `${tag}delayed`,
    suspects: `${tag}suspects`,
    leases: `${tag}leases`,
    workers: `${tag}workers`,
    graves: `${tag}graves`,
    tries: `${tag}tries`,
    completed: `${tag}completed`,
    failed: `${tag}failed`,
    cancelled: `${tag}cancelled`,
    expired: `${tag}expired`,
    expiring: `${tag}expiring`,
    fleeting: `${tag}fleeting`,
    gone: `${tag}gone`,
    orders: `${tag}orders`,
    parked: `${tag}parked`,
    limits: `${tag}limits`,
    schedules: `${tag}schedules`,
    ticks: `${tag}ticks`,
    ticked: `${tag}ticked`,
    meta: `${tag}meta`,
    stats: `${tag}stats`,
    events: `${tag}events`,
    control: `${tag}control`,
    pending: (wid) => `${tag}pending:${wid}`,
    active: (wid) => `${tag}active:${wid}`,
    body: (id) => `${tag}body:${id}`,
    run: (id) => `${tag}run:${id}`,
    log: (id) => `${tag}log:${id}`,
    parkedOf: (name) => `${tag}parked:${name}`,
    unique: (key) => `${tag}unique:${key}`,
    historyOf: (hour) => `${tag}history:${hour}`,
    notice: (id) => `${tag}notice:${id}`,
  };
}

/** The hash of all queues under a prefix: name → last seen, ms. Not in any queue's slot, so no script touches it. */
export const registryKey = (prefix: string): string => `${prefix}:queues`;

/** The stream of what was done through the API. Beside the registry: whatever begins with a brace is a queue's, a board's or a channel's. */
export const operationsKey = (prefix: string): string => `${prefix}:operations`;

/** The keys of a notice board; `notice` is its pub/sub channel. */
export function boardKeys(prefix: string, board: string) {
  const tag = `{${prefix}:board:${board}}:`;
  return { board: `${tag}board`, writers: `${tag}writers`, notice: `${tag}notice` };
}

/** The keys of a channel; `messages` is its pub/sub channel. */
export function channelKeys(prefix: string, channel: string) {
  const tag = `{${prefix}:channel:${channel}}:`;
  return { meta: `${tag}meta`, history: `${tag}history`, writers: `${tag}writers`, messages: `${tag}messages` };
}
