import { InvalidOptionError } from './longshore-error.js';

/** Milliseconds, or a number with a unit: `250`, `'250ms'`, `'1.5s'`, `'5m'`, `'2h'`, `'1d'`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

const DAY_MS = 86_400_000;
const UNITS: ReadonlyMap<string | undefined, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', DAY_MS],
]);
const FORM = /^(\d{1,15}(?:\.\d{1,6})?)(ms|s|m|h|d)$/;
/** A hundred years: longer ones are mistakes, and stay far below what Redis scores hold exactly. */
const LONGEST_MS = 36_525 * DAY_MS;

/**
 * Reads a duration as whole milliseconds.
 *
 * @param field the option's name, for the error
 * @throws {InvalidOptionError} `ERR_INVALID_OPTION` when it is no duration, negative, or longer than a hundred years
 * @example durationMs('1.5s', 'delay') // 1500
 */
export function durationMs(value: unknown, field: string): number {
  const found = typeof value === 'string' ? FORM.exec(value) : null;
  const ms = found ? Number(found[1]) * (UNITS.get(found[2]) ?? Number.NaN) : value;
  if (typeof ms !== 'number' || !(ms >= 0 && ms <= LONGEST_MS)) {
    throw new InvalidOptionError(
      field,
      `expected milliseconds or a text like '500ms', '30s', '5m', '2h' or '1d', got ${shown(value)}`,
    );
  }
  return Math.round(ms);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  return typeof value === 'object' ? (value === null ? 'null' : 'an object') : String(value);
}
