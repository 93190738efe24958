// The handlers of a queue: one function for all jobs, or one for each name, alone or with settings of its own.

import type { Duration } from '../duration.js';
import { durationMs } from '../duration.js';
import { InvalidOptionError } from '../errors.js';
import type { JobTypes, NameOf, ReturnedOf } from '../job/contract.js';
import { type Backoff, readBackoff } from '../job/retry-policy.js';
import type { RetryDelay } from '../job/verdict.js';
import { duration, integer, type Reader, readName, readOptions } from '../options.js';
import type { Untyped } from '../untyped.js';
import type { Job } from './job.js';
import { type Middleware, surround } from './middleware.js';

export type Handler<Data = Untyped, Result = Untyped> = (job: Job<Data>) => Result | Promise<Result>;

export interface HandlerSettings<Data = Untyped, Result = Untyped> {
  run: Handler<Data, Result>;
  /** How often a job may be tried when it does not say so itself. Default 1. */
  attempts?: number;
  /** The wait before the next attempt when the job does not say so itself: a policy, or a function of the attempt (from 1) and the error. */
  backoff?: Backoff | ((attempt: number, error: unknown) => Duration);
  /** How long a run may take before it is told to stop, when the job does not say so itself. At least 1 ms; default: as long as it takes. */
  timeout?: Duration;
  /** How long a run that was told to stop at its timeout may take to end. One that still goes on then fails its attempt. Default `'5s'`. */
  grace?: Duration;
}

/** The method by which a handler lets go of what it holds besides its runs; called when its worker leaves, with the ms it has. */
export const CLOSE: unique symbol = Symbol('longshore.close');

/** The method that runs a job in a process which has run no other, and will not. */
export const APART: unique symbol = Symbol('longshore.apart');

/** A handler that holds something, such as processes. Unlike other settings it may stand alone, for jobs of every name. */
export interface ClosableHandler<Data = Untyped, Result = Untyped> extends HandlerSettings<Data, Result> {
  [CLOSE](withinMs: number): Promise<void>;
  [APART](job: Job<Data>): Promise<Result>;
}

export type Handlers<J extends JobTypes> =
  | Handler<J[NameOf<J>]['data'], Untyped>
  | ClosableHandler<J[NameOf<J>]['data'], Untyped>
  | { [N in NameOf<J>]?: Handler<J[N]['data'], ReturnedOf<J, N>> | HandlerSettings<J[N]['data'], ReturnedOf<J, N>> };

/** A handler as the runner uses it. */
export interface ResolvedHandler {
  readonly run: Handler;
  readonly attempts: number | undefined;
  readonly delay: RetryDelay | undefined;
  readonly timeoutMs: number | undefined;
  readonly graceMs: number;
  /** It runs in a process of its own, whose death counts as a crash. */
  readonly isApart: boolean;
}

/** Finds the handler of a job name; undefined when there is none. A suspect may have another than its own. */
export interface HandlerTable {
  readonly names: readonly string[];
  find(name: string, isSuspect: boolean): ResolvedHandler | undefined;
  /** The worker leaves: what handlers hold goes, `withinMs` at the latest. Never rejects. */
  close(withinMs: number): Promise<void>;
}

const readDelay: Reader<RetryDelay> = (value, field) =>
  typeof value === 'function'
    ? (attempt, error) => durationMs((value as (attempt: number, error: unknown) => Duration)(attempt, error), field)
    : readBackoff(value, field);

const readRun: Reader<Handler> = (value, field) => {
  if (typeof value !== 'function') throw new InvalidOptionError(field, 'expected a function');
  return value as Handler;
};

const SETTINGS = {
  run: readRun,
  attempts: integer(1, 1000),
  backoff: readDelay,
  timeout: duration(1),
  grace: duration(),
};

const GRACE_MS = 5000;

function readHandler(handler: unknown, field: string, middleware: readonly Middleware[]): ResolvedHandler {
  const settings = typeof handler === 'function' ? { run: handler as Handler } : readOptions(handler, SETTINGS, field);
  const { run, attempts, backoff, timeout, grace = GRACE_MS } = settings;
  if (!run) throw new InvalidOptionError(`${field}.run`, 'expected a function');
  const how = { attempts, delay: backoff, timeoutMs: timeout, graceMs: grace, isApart: false };
  return { run: surround(run, middleware), ...how };
}

const isClosable = (handler: unknown): handler is ClosableHandler =>
  typeof handler === 'object' && handler !== null && CLOSE in handler;

const closeAll = (handlers: readonly unknown[]) => async (withinMs: number) => {
  await Promise.all(handlers.filter(isClosable).map((handler) => handler[CLOSE](withinMs)));
};

/** What `isolated()` returned. */
export const readSuspects: Reader<ClosableHandler> = (value, field) => {
  if (!isClosable(value)) throw new InvalidOptionError(field, 'expected what isolated() returns');
  readHandler(value, field, []);
  return value;
};

/** The handlers with `suspects` in their place for suspects; attempts, backoff and timeout stay those of the own handler. */
function apart(table: HandlerTable, suspects: ClosableHandler, middleware: readonly Middleware[]): HandlerTable {
  const { timeoutMs, graceMs } = readHandler(suspects, 'options.suspects', []);
  const run = surround((job) => suspects[APART](job), middleware);
  return {
    names: table.names,
    find(name, isSuspect) {
      const own = table.find(name, isSuspect);
      if (!own || !isSuspect) return own;
      return { ...own, run, timeoutMs: own.timeoutMs ?? timeoutMs, graceMs, isApart: true };
    },
    async close(withinMs) {
      await Promise.all([table.close(withinMs), suspects[CLOSE](withinMs)]);
    },
  };
}

/**
 * Checks handlers, and puts middleware around them.
 *
 * @param suspects runs suspects in place of their own handlers
 * @throws {InvalidOptionError}
 */
export function readHandlers(
  handlers: unknown,
  middleware: readonly Middleware[] = [],
  suspects?: ClosableHandler,
): HandlerTable {
  const table = readTable(handlers, middleware);
  return suspects ? apart(table, suspects, middleware) : table;
}

function readTable(handlers: unknown, middleware: readonly Middleware[]): HandlerTable {
  if (typeof handlers === 'function' || isClosable(handlers)) {
    const all = readHandler(handlers, 'handlers', middleware);
    return { names: ['*'], find: () => all, close: closeAll([handlers]) };
  }
  if (typeof handlers !== 'object' || handlers === null || Array.isArray(handlers)) {
    throw new InvalidOptionError('handlers', 'expected a function, or an object of job name → function');
  }
  const table = new Map<string, ResolvedHandler>();
  for (const [name, handler] of Object.entries(handlers)) {
    table.set(name, readHandler(handler, `handlers.${readName(name, 'handlers')}`, middleware));
  }
  if (table.size === 0) throw new InvalidOptionError('handlers', 'expected at least one handler');
  return { names: [...table.keys()], find: (name) => table.get(name), close: closeAll(Object.values(handlers)) };
}
