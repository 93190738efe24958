// The library names what is wrong by its own arguments. Who sent a request knows the places in the request.
import { LongshoreError } from '@longshore/core';
import { ProblemError } from './problem-error.js';
import { statusOf } from './status-of.js';

/**
 * Calls the library; the field of what it refuses becomes the place in the request.
 *
 * @param places argument of the library → place in the request
 * @throws {ProblemError} with the library's code, where the field is one of these; else what the library throws
 * @example await withFields({ schedule: 'body' }, () => queue.schedules.upsert(id, body)); // schedule.cron is told as body.cron
 */
export async function withFields<T>(
  places: Readonly<Record<string, string>>,
  call: () => T | PromiseLike<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw renamed(error, places) ?? error;
  }
}

function renamed(error: unknown, places: Readonly<Record<string, string>>): ProblemError | undefined {
  if (!(error instanceof LongshoreError && 'field' in error && typeof error.field === 'string')) return undefined;
  const { code, message, field } = error;
  const [argument = ''] = /^\w+/.exec(field) ?? [];
  const place = Object.hasOwn(places, argument) ? places[argument] : undefined;
  if (place === undefined) return undefined;
  // As the checks of requests write it: body.jobs.3.name.
  const named = place + field.slice(argument.length).replace(/\[(\d+)\]/g, '.$1');
  const told = message.startsWith(field) ? named + message.slice(field.length) : message;
  return new ProblemError(code, statusOf(code), told, named);
}
