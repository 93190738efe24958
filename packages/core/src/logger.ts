import { type Logger as PinoLogger, pino } from 'pino';
import { InvalidOptionError } from './errors.js';

/** What Longshore needs of a logger; pino's fits, and so does any with the same three methods. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

let shared: Logger | undefined;

/** The logger that was given, or one for the process: JSON lines from `warn` up, on standard error. `LONGSHORE_LOG_LEVEL` sets another level. */
export function readLogger(given: unknown, field: string): Logger {
  if (given === undefined) {
    shared ??= pino({ name: 'longshore', level: process.env.LONGSHORE_LOG_LEVEL ?? 'warn' }, pino.destination(2));
    return shared;
  }
  for (const method of ['debug', 'info', 'warn', 'error']) {
    if (typeof (given as Record<string, unknown>)?.[method] !== 'function')
      throw new InvalidOptionError(field, `expected a logger with ${method}()`);
  }
  return given as Logger;
}
