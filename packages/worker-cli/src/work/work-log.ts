// The log of `longshore work`, the same in the supervisor and in its processes: JSON lines, or lines for people.
import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export interface LogChoice {
  readonly level: string;
  readonly format: 'pretty' | 'json';
  /** What every line carries. */
  readonly base: Readonly<Record<string, unknown>>;
}

/** Writes to standard output at once: what was said is there, whatever happens next. */
export function openLog({ level, format, base }: LogChoice): Logger {
  if (format === 'json') return pino({ level, base }, pino.destination({ fd: 1, sync: true }));
  const stream = pretty({
    destination: 1,
    sync: true,
    colorize: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: 'pid,hostname,name,process',
    messageFormat: '{if process}[{process}] {end}{msg}',
    singleLine: true,
  });
  return pino({ level, base }, stream);
}

/** What `auto` means here. */
export const formatFor = (choice: 'auto' | 'pretty' | 'json'): 'pretty' | 'json' =>
  choice === 'auto' ? (process.stdout.isTTY ? 'pretty' : 'json') : choice;
