// Options of a single command: how yargs takes them, and how what was typed is read.
import type { Options } from 'yargs';
import type { z } from 'zod';
import { UsageError } from '../usage-error.js';

/** An option with one value, as text: what it may be is said when it is read. Given twice, the last counts. */
export const oneValue = (describe: string) =>
  ({
    type: 'string',
    requiresArg: true,
    describe,
    coerce: (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value.at(-1) : value),
  }) as const satisfies Options;

/**
 * Reads what was typed; undefined where nothing was.
 *
 * @param name as it was typed: `--delay`
 * @throws {UsageError} naming it
 */
export function readOption<T>(name: string, schema: z.ZodType<T>, typed: string | undefined): T | undefined {
  if (typed === undefined) return undefined;
  const { success, data, error } = schema.safeParse(typed);
  if (success) return data;
  throw new UsageError(`${name}: ${error.issues[0]?.message ?? 'not understood'}`);
}

/** The object without what is undefined in it: options of the library are absent or said. */
export function said<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
}
