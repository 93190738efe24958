// Reads an options object by a table of fields: unknown keys are errors, and each value is checked once and normalised.
// It is the one place where options are checked; the tables stand beside what they configure.
import type { Registry } from 'prom-client';
import { durationMs } from './duration.js';
import { InvalidNameError, InvalidOptionError } from './errors.js';

export type Reader<T> = (value: unknown, field: string) => T;
type Table = Record<string, Reader<unknown>>;
export type Read<T extends Table> = { [K in keyof T]?: Exclude<ReturnType<T[K]>, undefined> };

/**
 * Checks `input` against `table`. `undefined` values count as absent.
 *
 * @throws {InvalidOptionError} naming the field
 */
export function readOptions<T extends Table>(input: unknown, table: T, name: string): Read<T> {
  const output: Record<string, unknown> = {};
  if (input === undefined) return output as Read<T>;
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new InvalidOptionError(name, 'expected an object');
  }
  for (const [key, value] of Object.entries(input)) {
    const read = Object.hasOwn(table, key) ? table[key] : undefined;
    if (!read)
      throw new InvalidOptionError(`${name}.${key}`, `unknown option; known are ${Object.keys(table).join(', ')}`);
    if (value !== undefined) output[key] = read(value, `${name}.${key}`);
  }
  return output as Read<T>;
}

/** A whole number from `least` to `most`. */
export const integer =
  (least: number, most = Number.MAX_SAFE_INTEGER): Reader<number> =>
  (value, field) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most) {
      throw new InvalidOptionError(field, `expected a whole number from ${least} to ${most}`);
    }
    return value;
  };

/** A number from `least` to `most`. */
export const number =
  (least: number, most: number): Reader<number> =>
  (value, field) => {
    if (typeof value !== 'number' || !(value >= least && value <= most)) {
      throw new InvalidOptionError(field, `expected a number from ${least} to ${most}`);
    }
    return value;
  };

/** A duration of at least `leastMs`, as milliseconds. */
export const duration =
  (leastMs = 0): Reader<number> =>
  (value, field) => {
    const ms = durationMs(value, field);
    if (ms < leastMs) throw new InvalidOptionError(field, `expected at least ${leastMs} ms`);
    return ms;
  };

/** A point in time. */
export const date: Reader<Date> = (value, field) => {
  if (!(value instanceof Date) || !Number.isFinite(value.getTime()))
    throw new InvalidOptionError(field, 'expected a valid Date');
  return value;
};

/** One of a few words. */
export const oneOf =
  <const T extends readonly unknown[]>(...words: T): Reader<T[number]> =>
  (value, field) => {
    if (!words.includes(value)) throw new InvalidOptionError(field, `expected one of ${words.map(String).join(', ')}`);
    return value as T[number];
  };

/** True or false. */
export const flag: Reader<boolean> = oneOf(true, false);

/** Anything of this `typeof`; for loggers, registries and functions that are only passed on. */
export const kind =
  <T>(type: 'object' | 'function'): Reader<T> =>
  (value, field) => {
    if (value === null || (typeof value !== type && !(type === 'object' && typeof value === 'function'))) {
      throw new InvalidOptionError(field, `expected ${type === 'object' ? 'an object' : 'a function'}`);
    }
    return value as T;
  };

const NAME = /^[^\s\p{C}{}:]{1,128}$/u;
const PREFIX = /^[^\s\p{C}{}]{1,128}$/u;
const ID = /^[^\s\p{C}]{1,128}$/u;

/** An `AbortSignal`. */
export const signal: Reader<AbortSignal> = (value, field) => {
  if (!(value instanceof AbortSignal)) throw new InvalidOptionError(field, 'expected an AbortSignal');
  return value;
};

/** The name of a queue, a job, a board or a channel. */
export function readName(value: unknown, field: string): string {
  if (typeof value !== 'string' || !NAME.test(value)) {
    throw new InvalidNameError(
      field,
      'expected 1 to 128 characters without spaces, control characters, colons or braces',
    );
  }
  return value;
}

/** A prefix of keys; it may have colons. */
export function readPrefix(value: unknown, field: string): string {
  if (typeof value !== 'string' || !PREFIX.test(value)) {
    throw new InvalidNameError(field, 'expected 1 to 128 characters without spaces, control characters or braces');
  }
  return value;
}

/** A job id: no white space, since ids travel in lists parted by spaces. */
export function readJobId(value: unknown, field: string): string {
  if (typeof value !== 'string' || !ID.test(value)) {
    throw new InvalidNameError(field, 'expected 1 to 128 characters without spaces or control characters');
  }
  return value;
}

/** A reason that people read. */
export function readReason(value: unknown, field: string): string {
  if (typeof value !== 'string' || value.length > 1000)
    throw new InvalidOptionError(field, 'expected a text of at most 1,000 characters');
  return value;
}

/** Where metrics are registered: something with the methods of prom-client's `Registry` that are used. */
export const registry: Reader<Registry> = (value, field) => {
  const methods = ['getSingleMetric', 'registerMetric'] as const;
  if (methods.some((method) => typeof (value as Registry | null)?.[method] !== 'function')) {
    throw new InvalidOptionError(field, 'expected a Registry of prom-client');
  }
  return value as Registry;
};
