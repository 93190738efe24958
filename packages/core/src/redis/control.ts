// The contracts of the scripts that steer a queue and its jobs: cancel, expire, pause, limit, retain.
import { defineScript, keysNamed, type Reply } from './define-script.js';
import type { QueueKeys } from './keys.js';

export type CancelOutcome = 'cancelled' | 'ordered' | 'ended' | 'missing';

/** Cancels at most 100 jobs; for each what came of it. */
export const cancel = defineScript({
  name: 'cancel',
  ...keysNamed(
    'delayed',
    'prioritized',
    'tries',
    'workers',
    'graves',
    'gone',
    'orders',
    'cancelled',
    'expiring',
    'stats',
  ),
  values: (keys, input: { ids: readonly string[]; reason: string }) => [
    keys.tag,
    JSON.stringify(input.reason),
    ...input.ids,
  ],
  read: (reply: Reply): CancelOutcome[] => reply as CancelOutcome[],
});

/** Ends what nobody has started in time; how many were looked at. */
export const expire = defineScript({
  name: 'expire',
  ...keysNamed('leases', 'expiring', 'delayed', 'prioritized', 'tries', 'gone', 'expired', 'stats'),
  values: (keys, input: { wid: string; limit: number }) => [keys.tag, input.wid, input.limit],
  read: Number,
});

/** How many ended jobs of a state are kept, and for how long. */
export interface Retention {
  readonly count: number;
  readonly ageMs: number;
}

export interface Retentions {
  readonly completed: Retention;
  readonly failed: Retention;
  readonly cancelled: Retention;
  readonly expired: Retention;
}

/** Forgets ended jobs past their retention; how many. */
export const retain = defineScript({
  name: 'retain',
  ...keysNamed('leases', 'completed', 'failed', 'cancelled', 'expired', 'fleeting', 'tries', 'gone', 'stats'),
  values: (keys, { wid, limit, keep }: { wid: string; limit: number; keep: Retentions }) => [
    keys.tag,
    wid,
    limit,
    ...[keep.completed, keep.failed, keep.cancelled, keep.expired].flatMap(({ count, ageMs }) => [count, ageMs]),
  ],
  read: Number,
});

/** Pauses or resumes; whether that changed something. */
export const pause = defineScript({
  name: 'pause',
  keyNames: ['meta'],
  keys: (k: QueueKeys) => [k.meta],
  values: (keys, input: { paused: boolean }) => [keys.tag, input.paused ? 1 : 0],
  read: (reply: Reply): boolean => reply === 1,
});

/** Sets and lifts limits; the fields that are set then. */
export const limit = defineScript({
  name: 'limit',
  ...keysNamed('limits', 'meta'),
  values: (keys, input: { fields: Readonly<Record<string, string | number>> }) => [
    keys.tag,
    ...Object.entries(input.fields).flat(),
  ],
  read: (reply: Reply): Record<string, string> => {
    const flat = reply as string[];
    return Object.fromEntries(flat.flatMap((field, i) => (i % 2 === 0 ? [[field, flat[i + 1] ?? ''] as const] : [])));
  },
});
