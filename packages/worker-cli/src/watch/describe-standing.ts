// Says in one line where a job is.
import type { Explanation, Reason } from '@longshore/core';
import { printable } from '../print/text.js';
import { spanOf } from '../print/time.js';

const WAITS: readonly string[] = ['waiting', 'prioritized', 'delayed', 'parked', 'suspect'];

/** Whether it is still to run. */
export const isWaiting = ({ state }: Explanation): boolean => WAITS.includes(state);

/** What holds it up or who runs it, without what changes by the second. */
export function describeStanding({ state, reasons }: Explanation): string {
  const words = reasons.map(({ message }) => printable(message)).join('; ');
  if (state === 'active') return words;
  return WAITS.includes(state) ? `waits: ${words}` : words;
}

/** How long until the first of its reasons is over, or since when it is so. */
export function standingTime({ reasons }: Explanation, now: number): string {
  const [first] = reasons as readonly [Reason, ...Reason[]];
  if (first.until !== undefined) return first.until > now ? `${spanOf(first.until - now)} left` : '';
  return first.since === undefined ? '' : spanOf(now - first.since);
}
