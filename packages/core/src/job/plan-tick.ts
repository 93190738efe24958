// What becomes of a schedule whose slot has come: which of its past slots gets a job, and which slot is the next.
import type { ScheduleSlots } from './schedule-slots.js';

/** What becomes of slots that nobody ticked in time. */
export type Misfire = 'skip' | 'once' | 'all';

/** A slot that nobody ticked for this long was missed, for `misfire: 'skip'`. */
const MISSED_MS = 30_000;
/** The most slots that `misfire: 'all'` makes up for; what is past then is skipped. */
export const MOST_MADE_UP = 1000;

export interface TickPlan {
  /** The slot that gets a job. */
  readonly runs: number | undefined;
  /** Undefined: the schedule is over. */
  readonly next: number | undefined;
}

/** @param madeUp how many slots were made up for in a row already */
export function planTick(
  slots: ScheduleSlots,
  misfire: Misfire,
  slot: number,
  nowMs: number,
  madeUp: number,
): TickPlan {
  const next = slots.next(slot);
  const several = next !== undefined && next <= nowMs;
  if (misfire === 'all' && madeUp < MOST_MADE_UP) return { runs: slot, next };
  const last = several ? slots.latest(slot, nowMs) : slot;
  const isMissed = misfire === 'skip' && nowMs - last > MISSED_MS;
  return { runs: isMissed ? undefined : last, next: several ? slots.next(last) : next };
}
