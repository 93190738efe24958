// The options of a job as they are typed.
import type { AddOptions, Backoff } from '@longshore/core';
import { z } from 'zod';
import { durationOf, text, wholeNumber, word } from '../settings/values.js';
import { UsageError } from '../usage-error.js';
import { oneValue, readOption, said } from './read-option.js';

/** A moment; without an offset it would be another one on each machine. */
export const moment = z.iso
  .datetime({ offset: true, error: "expected a time like '2026-12-24T18:00:00Z' or '2026-12-24T18:00:00+01:00'" })
  .transform((value) => new Date(value));

export const ADD_OPTIONS = {
  delay: oneValue('run not before this has passed: 250ms, 30s, 5m, 2h, 1d'),
  'run-at': oneValue('run not before this time: 2026-12-24T18:00:00Z'),
  attempts: oneValue('how often it may be tried, the first time included [1]'),
  backoff: oneValue('the wait before the next attempt: 30s, fixed:30s, exponential:1s:10m'),
  timeout: oneValue('how long a run may take'),
  'expires-in': oneValue('end it as expired when it has not started by then'),
  priority: oneValue('from -1000 to 1000, lower first [0]'),
  lifo: { type: 'boolean', describe: 'go before what waits already' },
  keep: oneValue('how long it stays when it has ended'),
  id: oneValue('an id of your own: adding again with it adds nothing'),
  unique: oneValue('a key of which only one job may be there'),
  'unique-until': oneValue('until when: started, ended or window [ended]'),
  'unique-for': oneValue('how long the key is held at most; with window: exactly'),
} as const;

/** What was typed, by option. */
export interface TypedAddOptions {
  readonly delay?: string | undefined;
  readonly 'run-at'?: string | undefined;
  readonly attempts?: string | undefined;
  readonly backoff?: string | undefined;
  readonly timeout?: string | undefined;
  readonly 'expires-in'?: string | undefined;
  readonly priority?: string | undefined;
  readonly lifo?: boolean | undefined;
  readonly keep?: string | undefined;
  readonly id?: string | undefined;
  readonly unique?: string | undefined;
  readonly 'unique-until'?: string | undefined;
  readonly 'unique-for'?: string | undefined;
}

const PRIORITY = z
  .string()
  .regex(/^-?\d{1,4}$/, 'expected a whole number from -1000 to 1000')
  .transform(Number)
  .pipe(z.number().min(-1000, 'expected at least -1000').max(1000, 'expected at most 1000'));

/** @throws {UsageError} naming the option */
export function readAddOptions(typed: TypedAddOptions): AddOptions {
  if (typed.delay !== undefined && typed['run-at'] !== undefined)
    throw new UsageError('--run-at: not together with --delay');
  return said({
    delay: readOption('--delay', durationOf(0), typed.delay),
    runAt: readOption('--run-at', moment, typed['run-at']),
    attempts: readOption('--attempts', wholeNumber(1, 1000), typed.attempts),
    backoff: readBackoff(typed.backoff),
    timeout: readOption('--timeout', durationOf(1), typed.timeout),
    expiresIn: readOption('--expires-in', durationOf(1), typed['expires-in']),
    priority: readOption('--priority', PRIORITY, typed.priority),
    lifo: typed.lifo,
    keep: readOption('--keep', durationOf(0), typed.keep),
    jobId: readOption('--id', text, typed.id),
    unique: readUnique(typed),
  });
}

/** `30s`, or a kind with its first and its longest delay: `exponential:1s:10m`. */
function readBackoff(typed: string | undefined): Backoff | undefined {
  if (typed === undefined) return undefined;
  const [kind = '', delay, max, ...rest] = typed.split(':');
  const read = (part: string | undefined) => readOption('--backoff', durationOf(0), part);
  if (/^\d/.test(kind) && delay === undefined) return read(kind);
  if ((kind !== 'fixed' && kind !== 'exponential') || rest.length > 0)
    throw new UsageError("--backoff: expected a duration like '30s', or 'fixed:30s', or 'exponential:1s:10m'");
  return { type: kind, ...said({ delay: read(delay), max: read(max) }) };
}

function readUnique(typed: TypedAddOptions): AddOptions['unique'] {
  const until = readOption('--unique-until', word('started', 'ended', 'window'), typed['unique-until']);
  const held = readOption('--unique-for', durationOf(1), typed['unique-for']);
  const key = readOption('--unique', text, typed.unique);
  if (key === undefined) {
    if (until === undefined && held === undefined) return undefined;
    throw new UsageError(`--unique: expected a key, with --unique-${until === undefined ? 'for' : 'until'}`);
  }
  if (until === 'window' && held === undefined) throw new UsageError('--unique-for: expected how long the window is');
  return { key, ...said({ until, for: held }) };
}
