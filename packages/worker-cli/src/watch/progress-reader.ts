// Makes something to look at of whatever a handler posts as its progress: how much is done, and words.
import { grouped, printable } from '../print/text.js';

export interface ProgressReading {
  /** From 0 to 1; undefined where the value does not tell. */
  readonly share: number | undefined;
  /** `12/40`, where the value has counts. */
  readonly count: string | undefined;
  /** What else it says, on one line and safe to print. */
  readonly text: string;
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Reads the values of one job in their order: whether a bare 1 means 1 % or all is told by those before it. */
export class ProgressReader {
  #unit: 'share' | 'percent' | undefined;

  /**
   * A number up to 1 is a share, a larger one a percentage; `{ percent }` is a percentage and `{ done, total }` are counts. Any other value,
   * and all other fields, are shown as text.
   */
  read(value: unknown): ProgressReading {
    if (isNumber(value)) return { share: this.#shareOf(value), count: undefined, text: '' };
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { share: undefined, count: undefined, text: textOf(value) };
    return readFields(value as Record<string, unknown>);
  }

  #shareOf(value: number): number | undefined {
    if (value < 0 || value > 100) return undefined;
    if (value > 1) this.#unit = 'percent';
    else if (value > 0 && value < 1) this.#unit ??= 'share';
    // Who counts in whole percents comes by 1 early; who posts a share of 1 has posted parts of it before.
    const isShare = this.#unit === 'share' || value === 0;
    return isShare ? Math.min(1, value) : value / 100;
  }
}

function readFields({ percent, done, total, ...others }: Record<string, unknown>): ProgressReading {
  const hasCounts = isNumber(done) && isNumber(total) && total > 0;
  const rest: Record<string, unknown> = { ...others };
  let share: number | undefined;
  if (isNumber(percent)) share = percent / 100;
  else if (hasCounts) share = done / total;
  if (!isNumber(percent) && percent !== undefined) rest['percent'] = percent;
  if (!hasCounts && done !== undefined) rest['done'] = done;
  if (!hasCounts && total !== undefined) rest['total'] = total;
  return {
    share: share === undefined ? undefined : Math.min(1, Math.max(0, share)),
    count: hasCounts ? `${grouped(done)}/${grouped(total)}` : undefined,
    text: Object.entries(rest)
      .map(([key, value]) => `${printable(key)}: ${textOf(value)}`)
      .join('  '),
  };
}

const textOf = (value: unknown): string =>
  printable(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)));
