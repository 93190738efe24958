// The options of a job, as producers write them and as its message carries them.
import type { Duration } from '../duration.js';
import { InvalidOptionError } from '../errors.js';
import { duration, integer, type Reader, readJobId, readOptions } from '../options.js';
import type { StoredOptions } from './message.js';
import { type Backoff, readBackoff } from './retry-policy.js';

/** Options that a queue may set for all its jobs. */
export interface JobOptions {
  /** How often the job may be tried, the first time included. Default 1: no retry. */
  attempts?: number;
  /** The wait before the next attempt. Default exponential from 1 s to 10 min with jitter 0.5. */
  backoff?: Backoff;
}

/** Options of one `add`. */
export interface AddOptions extends JobOptions {
  /** Run not before this has passed, by Redis's clock. */
  delay?: Duration;
  /** Run not before this time, by Redis's clock. Not together with `delay`. */
  runAt?: Date;
  /** An id of your own: adding again with it adds nothing as long as the job is kept. 1 to 128 characters without spaces. */
  jobId?: string;
}

/** A queue's defaults, read once. */
export interface JobDefaults {
  readonly given: JobOptions;
  /** What a message carries when a call says nothing of its own; undefined when all is as by default. */
  readonly stored: StoredOptions | undefined;
}

/** The options of one `add`, read. */
export interface AddPlan {
  readonly id: string | undefined;
  readonly due: string;
  readonly stored: StoredOptions | undefined;
}

const date: Reader<Date> = (value, field) => {
  if (!(value instanceof Date) || !Number.isFinite(value.getTime()))
    throw new InvalidOptionError(field, 'expected a valid Date');
  return value;
};

const JOB = { attempts: integer(1, 1000), backoff: readBackoff };
const ADD = { ...JOB, delay: duration(), runAt: date, jobId: readJobId };

export function readJobDefaults(given: JobOptions | undefined): JobDefaults {
  return { given: given ?? {}, stored: toStored(readOptions(given, JOB, 'defaults')) };
}

export function readAddOptions(options: unknown, defaults: JobDefaults, field = 'options'): AddPlan {
  if (options === undefined) return { id: undefined, due: '', stored: defaults.stored };
  const { delay, runAt, jobId, ...job } = readOptions(options, ADD, field);
  if (delay !== undefined && runAt) throw new InvalidOptionError(`${field}.runAt`, 'not together with delay');
  const due = runAt ? String(runAt.getTime()) : delay ? `+${delay}` : '';
  return { id: jobId, due, stored: toStored({ ...defaults.stored, ...job }) };
}

/** Only what was said travels, also where it is the default of Longshore: a handler may have another. */
function toStored({ attempts, backoff }: StoredOptions): StoredOptions | undefined {
  if (attempts === undefined && backoff === undefined) return undefined;
  return { ...(attempts === undefined ? {} : { attempts }), ...(backoff === undefined ? {} : { backoff }) };
}
