// When a schedule is due: its slots, computed from its slots and from Redis's time alone. No clock of this machine is asked.
import { Cron } from 'croner';
import { InvalidOptionError } from '../errors.js';

/** When something is due: by a cron pattern, or every so many ms. */
export interface SlotRule {
  readonly cron?: string;
  /** Of the pattern; an IANA name. */
  readonly timeZone?: string;
  readonly every?: number;
  /** No slot after this, ms. */
  readonly until?: number;
}

/** A pattern has at most this many characters. */
const LONGEST_CRON = 256;

/** The slots of one rule. */
export class ScheduleSlots {
  readonly #next: (afterMs: number) => number | undefined;
  readonly #stepMs: number;

  /** @param sinceMs what slots of `every` are counted from */
  constructor(rule: SlotRule, sinceMs: number) {
    const { every, until = Number.POSITIVE_INFINITY } = rule;
    const following = every === undefined ? byCron(rule) : byStep(every, sinceMs);
    this.#stepMs = every ?? 1000;
    this.#next = (afterMs) => {
      const slot = following(afterMs);
      return slot === undefined || slot > until ? undefined : slot;
    };
  }

  /** The first slot after a time. */
  next(afterMs: number): number | undefined {
    return this.#next(afterMs);
  }

  /** The last slot that is not after `nowMs`; `slot` is one that is not. By halving: a week of seconds takes some 20 steps. */
  latest(slot: number, nowMs: number): number {
    let [found, low, high] = [slot, slot, nowMs];
    while (high - low >= this.#stepMs / 2) {
      const middle = Math.floor((low + high) / 2);
      const candidate = this.#next(middle);
      if (candidate !== undefined && candidate <= nowMs) {
        found = candidate;
        low = candidate;
      } else {
        high = middle;
      }
    }
    return found;
  }
}

function byStep(every: number, sinceMs: number): (afterMs: number) => number {
  return (afterMs) => sinceMs + (Math.floor((afterMs - sinceMs) / every) + 1) * every;
}

function byCron({ cron, timeZone = 'UTC' }: SlotRule): (afterMs: number) => number | undefined {
  const pattern = new Cron(cron as string, { timezone: timeZone, paused: true });
  return (afterMs) => pattern.nextRun(new Date(afterMs))?.getTime();
}

/** @throws {InvalidOptionError} when it is no cron pattern */
export function readCron(value: unknown, field: string): string {
  const shape = "expected a cron pattern of five fields, or six with the seconds first, like '0 9 * * 1-5'";
  // Text with a colon is a date to the library, which fires once.
  if (typeof value !== 'string' || value.length > LONGEST_CRON || value.includes(':'))
    throw new InvalidOptionError(field, shape);
  try {
    new Cron(value, { timezone: 'UTC', paused: true });
  } catch (error) {
    throw new InvalidOptionError(field, `${shape}: ${(error as Error).message}`);
  }
  return value.trim();
}

/** @throws {InvalidOptionError} when this Node.js knows no such time zone */
export function readTimeZone(value: unknown, field: string): string {
  try {
    if (typeof value !== 'string') throw new TypeError('no text');
    new Intl.DateTimeFormat('en', { timeZone: value });
    return value;
  } catch {
    throw new InvalidOptionError(field, "expected the name of a time zone like 'Europe/Berlin'");
  }
}
