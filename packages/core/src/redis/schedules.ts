// The contracts of the scripts of schedules: they compare and store, and never compute a slot.
import { readProgress, type ScheduleProgress } from '../job/schedule-record.js';
import { defineScript, type Reply } from './define-script.js';
import type { QueueKeys } from './keys.js';

/** A schedule as it is stored. */
export interface StoredSchedule {
  readonly id: string;
  readonly says: string;
  readonly progress: ScheduleProgress;
  /** Its next slot, ms; undefined where it is paused or over. */
  readonly tick: number | undefined;
}

export interface Looked {
  /** Redis ms. */
  readonly now: number;
  /** Where the next look goes on; `'0'` at the end. */
  readonly cursor: string;
  readonly found: StoredSchedule[];
}

const NAMES = ['schedules', 'ticks', 'ticked'];
const keysOf = (k: QueueKeys): string[] => [k.schedules, k.ticks, k.ticked];

function readStored(flat: string[]): StoredSchedule[] {
  const found: StoredSchedule[] = [];
  for (let i = 0; i < flat.length; i += 4) {
    const [id, says, progress, tick] = flat.slice(i, i + 4) as [string, string, string, string];
    found.push({ id, says, progress: readProgress(progress), tick: tick === '' ? undefined : Number(tick) });
  }
  return found;
}

/** One schedule, or some hundred of all from a cursor on. */
export const scheduleLook = defineScript({
  name: 'schedule-look',
  keyNames: NAMES,
  keys: keysOf,
  values: (_keys, input: { id: string } | { cursor: string }) => ('id' in input ? ['', input.id] : [input.cursor, '']),
  read: (reply: Reply): Looked => {
    const [now, cursor, flat] = reply as [number, string, string[]];
    return { now, cursor, found: readStored(flat) };
  },
});

/** Sets what a schedule says, unless it has changed since the caller looked. */
export const schedulePut = defineScript({
  name: 'schedule-put',
  keyNames: NAMES,
  keys: keysOf,
  values: (keys, put: { id: string; seen: number | undefined; since: number; says: string; slot: number }) => [
    keys.tag,
    put.id,
    put.seen ?? '',
    put.since,
    put.says,
    put.slot,
  ],
  read: (reply: Reply) => reply as 'put' | 'same' | 'changed',
});

export interface Turn {
  readonly id: string;
  readonly to: 'pause' | 'resume' | 'remove';
  /** The revision that the caller saw; only `resume` minds. */
  readonly seen: number;
  /** Where it goes on; undefined: it is over. */
  readonly slot: number | undefined;
}

/** Pauses, resumes or removes one. */
export const scheduleTurn = defineScript({
  name: 'schedule-turn',
  keyNames: NAMES,
  keys: keysOf,
  values: (keys, { id, to, seen, slot }: Turn) => [keys.tag, id, to, seen, slot ?? ''],
  read: (reply: Reply) => reply as 'done' | 'same' | 'changed' | 'missing',
});

export interface Due {
  /** Redis ms. */
  readonly now: number;
  /** The first slot of all, ms. */
  readonly soonest: number | undefined;
  readonly due: StoredSchedule[];
}

/** What is due, at most so many. */
export const scheduleDue = defineScript({
  name: 'schedule-due',
  keyNames: NAMES,
  keys: keysOf,
  values: (_keys, input: { most: number }) => [input.most],
  read: (reply: Reply): Due => {
    const [now, soonest, flat] = reply as [number, string, string[]];
    return { now, soonest: soonest === '' ? undefined : Number(soonest), due: readStored(flat) };
  },
});

export interface Tick {
  readonly id: string;
  /** The slot and the revision that the caller saw. */
  readonly slot: number;
  readonly since: number;
  /** Undefined: it is over. */
  readonly next: number | undefined;
  /** The slot that gets a job, and the job; undefined: none does. */
  readonly job: { readonly slot: number; readonly id: string } | undefined;
  readonly text: string;
  readonly body: string | undefined;
  readonly words: string;
  readonly overlap: 'allow' | 'skip';
  readonly limit: number | undefined;
}

/** `stale`: somebody else was quicker. `taken`: the job was there already. `overlap`, `full`: the slot got none. */
export type Ticked = 'added' | 'taken' | 'overlap' | 'full' | 'none' | 'stale';

/** Gives a slot its job and moves on to the next. */
export const scheduleTick = defineScript({
  name: 'schedule-tick',
  keyNames: ['ticks', 'ticked', 'waiting', 'delayed', 'tries', 'limits'],
  keys: (k: QueueKeys) => [k.ticks, k.ticked, k.waiting, k.delayed, k.tries, k.limits],
  values: (keys, tick: Tick) => [
    keys.tag,
    tick.id,
    tick.slot,
    tick.since,
    tick.next ?? '',
    tick.job?.slot ?? '',
    tick.job?.id ?? '',
    tick.text,
    tick.body ?? '',
    tick.words,
    tick.overlap,
    tick.limit ?? '',
  ],
  read: (reply: Reply) => reply as Ticked,
});
