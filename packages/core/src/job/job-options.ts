// The options of a job, as producers write them and as its message carries them.
import type { Duration } from '../duration.js';
import { InvalidOptionError } from '../errors.js';
import { date, duration, flag, integer, oneOf, type Read, type Reader, readJobId, readOptions } from '../options.js';
import type { StoredOptions } from './message.js';
import { type Backoff, readBackoff } from './retry-policy.js';
import { readTrace, type TraceContext } from './trace-context.js';

/** Options that a queue may set for all its jobs. */
export interface JobOptions {
  /** How often the job may be tried, the first time included. Default 1: no retry. */
  attempts?: number;
  /** The wait before the next attempt. Default exponential from 1 s to 10 min with jitter 0.5. */
  backoff?: Backoff;
  /** How long a run may take before it is told to stop; its attempt fails then. At least 1 ms. Default: what the handler says, or as long as it takes. */
  timeout?: Duration;
  /** Like Unix nice: a whole number from -1000 to 1000, lower first. Default 0, plain first in, first out; below 0 goes before those, above 0 after. */
  priority?: number;
  /** Last in, first out: it goes before what waits already with the same priority. */
  lifo?: boolean;
  /** A job that no worker has started by then ends as `expired`. Counted from `add`, delays included. */
  expiresIn?: Duration;
  /** How long the ended job and its result stay, where that is shorter than the workers' `keep`; never under 10 s. */
  keep?: Duration;
}

/** Lets only one job of a key be there at a time. */
export interface Unique {
  /** 1 to 128 characters without spaces. */
  key: string;
  /** `'started'`: until a worker starts the job. `'ended'` (default): until it has ended in whatever way. `'window'`: as long as `for` says, whatever becomes of the job. */
  until?: 'started' | 'ended' | 'window';
  /** How long the key is held; with `started` and `ended` at most. */
  for?: Duration;
  /** `'keep'` (default): the new one is not added. `'replace'`: a job that has not started gets the new data, and its delay begins anew (debounce). */
  onConflict?: 'keep' | 'replace';
}

/** Options of one `add`. */
export interface AddOptions extends JobOptions {
  /** Run not before this has passed, by Redis's clock. */
  delay?: Duration;
  /** Run not before this time, by Redis's clock. Not together with `delay`. */
  runAt?: Date;
  /** An id of your own: adding again with it adds nothing as long as the job is kept. 1 to 128 characters without spaces. */
  jobId?: string;
  /** Only one job of this key at a time. `jobId` goes before. */
  unique?: Unique;
  /** Where the job stands in a trace: a W3C Trace Context, for its handler to read. Goes before that of the queue's `telemetry`. */
  trace?: TraceContext;
}

/** A queue's defaults, read once. */
export interface JobDefaults {
  readonly read: ReadJob;
  /** What a message carries when a call says nothing of its own; undefined when all is as by default. */
  readonly stored: StoredOptions | undefined;
  /** What stands beside the message when a call says nothing of its own. */
  readonly words: string;
}

/** The options of one `add`, read. */
export interface AddPlan {
  readonly id: string | undefined;
  readonly due: string;
  readonly stored: StoredOptions | undefined;
  /** As `tries` keeps them; see docs/keys.md. */
  readonly words: string;
  readonly hold: number | '';
  readonly replace: boolean;
}

const UNIQUE = {
  key: readJobId,
  until: oneOf('started', 'ended', 'window'),
  for: duration(1),
  onConflict: oneOf('keep', 'replace'),
};

const unique: Reader<Read<typeof UNIQUE> & { key: string }> = (value, field) => {
  const read = readOptions(value, UNIQUE, field);
  const { key } = read;
  if (key === undefined) throw new InvalidOptionError(`${field}.key`, 'expected a key');
  if (read.until === 'window' && read.for === undefined)
    throw new InvalidOptionError(`${field}.for`, 'expected how long the window is');
  return { ...read, key };
};

const JOB = {
  attempts: integer(1, 1000),
  backoff: readBackoff,
  timeout: duration(1),
  priority: integer(-1000, 1000),
  lifo: flag,
  expiresIn: duration(1),
  keep: duration(),
};
/** The names of the options that a queue may set for all its jobs. */
export const JOB_FIELDS = Object.keys(JOB) as (keyof JobOptions)[];
const ADD = { ...JOB, delay: duration(), runAt: date, jobId: readJobId, unique, trace: readTrace };

type ReadJob = Read<typeof JOB>;

export function readJobDefaults(given: JobOptions | undefined): JobDefaults {
  const read = readOptions(given, JOB, 'defaults');
  return { read, stored: toStored(read), words: toWords(read) };
}

export function readAddOptions(options: unknown, defaults: JobDefaults, field = 'options'): AddPlan {
  if (options === undefined)
    return { id: undefined, due: '', stored: defaults.stored, words: defaults.words, hold: '', replace: false };
  const { delay, runAt, jobId, unique: lock, trace, ...own } = readOptions(options, ADD, field);
  if (delay !== undefined && runAt) throw new InvalidOptionError(`${field}.runAt`, 'not together with delay');
  const due = runAt ? String(runAt.getTime()) : delay ? `+${delay}` : '';
  const job: ReadJob = { ...defaults.read, ...own };
  const locked = lock ? ` u${(lock.until ?? 'ended').charAt(0)}${lock.key}` : '';
  return {
    id: jobId,
    due,
    stored: trace === undefined ? toStored(job) : { ...toStored(job), trace },
    words: toWords(job) + locked,
    hold: lock?.for ?? '',
    replace: lock?.onConflict === 'replace',
  };
}

/** Only what was said travels, also where it is the default of Longshore: a handler may have another. */
function toStored({ attempts, backoff, timeout }: ReadJob): StoredOptions | undefined {
  if (attempts === undefined && backoff === undefined && timeout === undefined) return undefined;
  return {
    ...(attempts === undefined ? {} : { attempts }),
    ...(backoff === undefined ? {} : { backoff }),
    ...(timeout === undefined ? {} : { timeout }),
  };
}

/** What only the scripts need of a job; none of it for most jobs. */
function toWords({ priority, lifo, expiresIn, keep }: ReadJob): string {
  return (
    (priority ? ` p${priority}` : '') +
    (lifo ? ' f' : '') +
    (expiresIn === undefined ? '' : ` x+${expiresIn}`) +
    (keep === undefined ? '' : ` k${keep}`)
  );
}
