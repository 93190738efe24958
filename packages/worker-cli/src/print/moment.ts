// How moments are written for people: by their distance, or in UTC.
import { spanOf } from './time.js';

/** How long ago something was, by this machine's clock; Redis's may be ahead a little. */
export const agoText = (at: number, now = Date.now()): string => `${spanOf(now - at)} ago`;

/** When something will be: `in 3 m`, or `now` once it is past. */
export const untilText = (at: number, now = Date.now()): string => (at <= now ? 'now' : `in ${spanOf(at - now)}`);

/** To the second: `2026-03-01 09:30:00Z`. */
export function momentText(at: number): string {
  const moment = new Date(at);
  return Number.isNaN(moment.getTime()) ? 'unknown' : moment.toISOString().replace('T', ' ').replace(/\.\d+/, '');
}
