// The contracts of the scripts that show one job, and a queue as a whole.
import { defineScript, type Reply } from './define-script.js';
import type { QueueKeys } from './keys.js';

/** Everything that is kept of a job, as it is kept; `''` where there is nothing. */
export interface JobView {
  /** `ended` when there is a terminal record. */
  readonly state: string;
  readonly score: string;
  readonly worker: string;
  readonly claim: string;
  readonly message: string;
  readonly body: string;
  readonly tries: string;
  readonly record: string;
  /** Who shall cancel it, and the reason as JSON. */
  readonly order: string;
  readonly run: ReadonlyMap<string, string>;
}

/** Undefined when the job is not there. */
export const viewJob = defineScript({
  name: 'view',
  keyNames: ['prioritized', 'delayed', 'suspects', 'workers', 'graves', 'tries', 'orders'],
  keys: (k: QueueKeys) => [k.prioritized, k.delayed, k.suspects, k.workers, k.graves, k.tries, k.orders],
  values: (keys, input: { id: string }) => [keys.tag, input.id],
  read: (reply): JobView | undefined => {
    const fields = reply as [string, ...string[]];
    if (fields[0] === 'missing') return undefined;
    const [state, score = '', worker = '', claim = '', message = '', body = '', tries = '', ...rest] = fields;
    const [record = '', order = ''] = rest;
    return { state, score, worker, claim, message, body, tries, record, order, run: pairsOf(rest[2]) };
  },
});

/** A worker as the queue knows it. */
export interface WorkerRow {
  readonly wid: string;
  /** `since lease :handlers: {json}` */
  readonly value: string;
  /** When its lease ends, Redis ms; undefined when it has none any more. */
  readonly leaseEndsAt: number | undefined;
  readonly active: number;
}

export interface Standing {
  readonly now: number;
  readonly pausedAt: number | undefined;
  readonly limits: ReadonlyMap<string, string>;
  readonly workers: readonly WorkerRow[];
  /** Name → how many jobs are parked. */
  readonly parked: ReadonlyMap<string, string>;
  readonly oldestAddedAt: number | undefined;
  readonly ahead: number;
  /** `ahead` counts no further in the list of what waits. */
  readonly reach: number;
}

export const viewStanding = defineScript({
  name: 'standing',
  keyNames: ['waiting', 'prioritized', 'suspects', 'meta', 'limits', 'workers', 'leases', 'parked'],
  keys: (k: QueueKeys) => [k.waiting, k.prioritized, k.suspects, k.meta, k.limits, k.workers, k.leases, k.parked],
  values: (keys, input: { id: string; state: string }) => [keys.tag, input.id, input.state],
  read: (reply): Standing => {
    const [now, paused, limits, workers, parked, oldest, ahead, reach] = reply as Reply[];
    return {
      now: Number(now),
      pausedAt: Number(paused) || undefined,
      limits: pairsOf(limits),
      workers: (workers as [string, string, string, number][]).map(([wid, value, lease, active]) => ({
        wid,
        value,
        leaseEndsAt: lease === '' ? undefined : Number(lease),
        active,
      })),
      parked: pairsOf(parked),
      oldestAddedAt: Number(oldest) || undefined,
      ahead: Number(ahead),
      reach: Number(reach),
    };
  },
});

function pairsOf(flat: Reply | undefined): Map<string, string> {
  const texts = (flat ?? []) as string[];
  const pairs = new Map<string, string>();
  for (let i = 0; i < texts.length; i += 2) pairs.set(texts[i] ?? '', texts[i + 1] ?? '');
  return pairs;
}
