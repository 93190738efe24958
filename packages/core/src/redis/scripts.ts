// The contracts of the scripts that are neither the hot path nor boards: one small entry each.

import { defineScript, type Reply } from './define-script.js';
import type { QueueKeys } from './keys.js';

const list = (reply: Reply): Reply[] => reply as Reply[];
const texts = (reply: Reply | undefined): string[] => (reply ?? []) as string[];

/** Enters a worker; returns Redis's time, ms. */
export const register = defineScript({
  name: 'register',
  keyNames: ['leases', 'workers'],
  keys: (keys: QueueKeys) => [keys.leases, keys.workers],
  values: (_keys, input: { wid: string; leaseMs: number; about: string }) => [input.wid, input.leaseMs, input.about],
  read: (reply) => Number(reply),
});

/** Extends a lease; false when it is gone. */
export const beat = defineScript({
  name: 'beat',
  keyNames: ['leases', 'workers'],
  keys: (keys: QueueKeys) => [keys.leases, keys.workers],
  values: (_keys, input: { wid: string; leaseMs: number; about: string }) => [input.wid, input.leaseMs, input.about],
  read: (reply) => list(reply)[0] === 'ok',
});

export interface Reaped {
  readonly outcome: 'unfit' | 'alive' | 'reaped';
  readonly unclaimed: number;
  readonly recovered: number;
  readonly suspected: number;
  readonly failed: number;
  /** What is left for the next call. */
  readonly left: number;
}

/** Puts the jobs of a worker that died or leaves back. */
export const reap = defineScript({
  name: 'reap',
  keyNames: [
    'leases',
    'workers',
    'graves',
    'waiting',
    'prioritized',
    'suspects',
    'pending',
    'active',
    'tries',
    'failed',
    'cancelled',
    'orders',
    'meta',
    'stats',
  ],
  keys: (k: QueueKeys, input: { victim: string; reason: 'died' | 'left'; reaper: string; maxCrashes: number }) => [
    k.leases,
    k.workers,
    k.graves,
    k.waiting,
    k.prioritized,
    k.suspects,
    k.pending(input.victim),
    k.active(input.victim),
    k.tries,
    k.failed,
    k.cancelled,
    k.orders,
    k.meta,
    k.stats,
  ],
  values: (k, input) => [k.tag, input.victim, input.reason, input.reaper, input.maxCrashes, 100],
  read: (reply): Reaped => {
    const [outcome, unclaimed, recovered, suspected, failed, left] = list(reply);
    const count = (value: Reply | undefined): number => Number(value ?? 0);
    return {
      outcome: outcome as Reaped['outcome'],
      unclaimed: count(unclaimed),
      recovered: count(recovered),
      suspected: count(suspected),
      failed: count(failed),
      left: count(left),
    };
  },
});

/** Returns what a blocked worker has not claimed; how many. */
export const giveBack = defineScript({
  name: 'give-back',
  keyNames: ['leases', 'waiting', 'pending'],
  keys: (keys: QueueKeys, input: { wid: string }) => [keys.leases, keys.waiting, keys.pending(input.wid)],
  values: (_keys, input) => [input.wid],
  read: (reply) => Number(reply),
});

export interface SweepInput {
  readonly wid: string;
  readonly intervalMs: number;
  readonly graveMs: number;
}

/** The workers to reap; undefined when somebody swept a moment ago. */
export const sweep = defineScript({
  name: 'sweep',
  keyNames: ['leases', 'workers', 'graves', 'meta'],
  keys: (k: QueueKeys) => [k.leases, k.workers, k.graves, k.meta],
  values: (k, input: SweepInput) => [k.tag, input.wid, input.intervalMs, input.graveMs],
  read: (reply): string[] | undefined => (list(reply)[0] === 'swept' ? texts(list(reply)[1]) : undefined),
});

export interface Holdings {
  readonly unclaimed: string[];
  /** id → the value that its claim holds. */
  readonly claimed: Map<string, string>;
  /** Claimed ids that shall be cancelled. */
  readonly ordered: string[];
}

/** What a worker holds by Redis's account; undefined when it is fenced. */
export const reconcile = defineScript({
  name: 'reconcile',
  keyNames: ['leases', 'pending', 'active', 'orders'],
  keys: (k: QueueKeys, input: { wid: string }) => [k.leases, k.pending(input.wid), k.active(input.wid), k.orders],
  values: (_keys, input) => [input.wid],
  read: (reply): Holdings | undefined => {
    const [outcome, unclaimed, flat, ordered] = list(reply);
    if (outcome !== 'ok') return undefined;
    const pairs = texts(flat);
    const claimed = new Map<string, string>();
    for (let i = 0; i < pairs.length; i += 2) claimed.set(pairs[i] as string, pairs[i + 1] as string);
    return { unclaimed: texts(unclaimed), claimed, ordered: texts(ordered) };
  },
});

/** Messages and tries of claimed ids, at most 1,000. */
export const recall = defineScript({
  name: 'recall',
  keyNames: ['tries'],
  keys: (keys: QueueKeys) => [keys.tries],
  values: (keys, input: { ids: string[] }) => [keys.tag, ...input.ids],
  read: (reply) => {
    const [messages, tries] = list(reply) as [(string | null)[], (string | null)[]];
    return { messages, tries };
  },
});

/** For each id its terminal record, 'live', or '' when it is not there; at most 1,000 ids. */
export const look = defineScript({
  name: 'look',
  keyNames: ['meta'],
  keys: (keys: QueueKeys) => [keys.meta],
  values: (keys, input: { ids: readonly string[] }) => [keys.tag, ...input.ids],
  read: (reply) => texts(reply),
});

/** A state word, 'ended' with the terminal record behind it, or 'missing'. */
export const locate = defineScript({
  name: 'locate',
  keyNames: ['prioritized', 'delayed', 'suspects', 'workers', 'graves', 'tries'],
  keys: (k: QueueKeys) => [k.prioritized, k.delayed, k.suspects, k.workers, k.graves, k.tries],
  values: (keys, input: { id: string }) => [keys.tag, input.id],
  read: (reply) => ({ where: texts(reply)[0] as string, record: texts(reply)[1] }),
});

/** How far a job is, as it is kept; `''` where there is nothing. Undefined when it is not there. */
export const glance = defineScript({
  name: 'glance',
  keyNames: ['run'],
  keys: (k: QueueKeys, input: { id: string }) => [k.run(input.id)],
  values: (keys, input) => [keys.tag, input.id],
  read: (reply) => {
    const [state = '', endedAt = '', message = '', seq = '', at = '', value = ''] = texts(reply);
    return state === 'missing' ? undefined : { state, endedAt, message, seq, at, value };
  },
});

/** Posts the progress of a running job; undefined when this run no longer owns it. */
export const progress = defineScript({
  name: 'progress',
  keyNames: ['active', 'tries', 'run'],
  keys: (k: QueueKeys, input: { wid: string; id: string; held: string; value: string }) => [
    k.active(input.wid),
    k.tries,
    k.run(input.id),
  ],
  values: (keys, input) => [keys.tag, input.id, input.held, input.value],
  read: (reply): { seq: number; at: number } | undefined => {
    const [outcome, seq, at] = list(reply);
    return outcome === 'ok' ? { seq: Number(seq), at: Number(at) } : undefined;
  },
});
