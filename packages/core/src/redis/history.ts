// The figures of each minute, kept for a day: the script that adds to them, and how they stand in Redis.
import { defineScript } from './define-script.js';
import type { QueueKeys } from './keys.js';

/** Durations are counted in steps: below 1 ms, then each twice as long as the one before. The last has no end. */
export const DURATION_STEPS = 32;

/** The step that a duration falls into. */
export function stepOf(ms: number): number {
  return ms < 1 ? 0 : DURATION_STEPS - Math.clz32(Math.min(ms, 0x7fffffff));
}

/** What one worker has counted since its last report. */
export interface RecordInput {
  /** Who counted; with the number, so that a report that is sent again adds nothing. */
  readonly teller: string;
  readonly number: number;
  readonly retried: number;
  /** `wait<step>`, `run<step>`: how many; `waitSum`, `runSum`: µs. */
  readonly figures: readonly (readonly [figure: string, amount: number])[];
}

/** Adds to the figures of this minute; how many figures have changed. */
export const record = defineScript({
  name: 'record',
  keyNames: ['stats', 'meta'],
  keys: (k: QueueKeys) => [k.stats, k.meta],
  values: (keys, { teller, number, retried, figures }: RecordInput) => [
    keys.tag,
    teller,
    number,
    retried,
    ...figures.flat(),
  ],
  read: Number,
});
