// The options of a worker, checked once.
import type { Registry } from 'prom-client';
import type { Duration } from '../duration.js';
import { InvalidOptionError } from '../errors.js';
import { type Codec, readCodec } from '../job/codec.js';
import type { Logger } from '../logger.js';
import { readTelemetry, type Telemetry } from '../observe/telemetry.js';
import {
  duration,
  flag,
  integer,
  kind,
  number,
  oneOf,
  type Reader,
  readOptions,
  readPrefix,
  registry,
} from '../options.js';
import type { Retention } from '../redis/control.js';
import type { ConnectionOption } from '../redis/target.js';
import type { OnExhausted } from './exhausted.js';
import { type ClosableHandler, readSuspects } from './handlers.js';
import { type Middleware, readMiddleware } from './middleware.js';

/** How many ended jobs are kept, and for how long; whichever comes first. */
export interface Keep {
  count?: number;
  age?: Duration;
}

export interface WorkerOptions {
  /** Where Redis is: a URL, ioredis options, or an ioredis client whose settings are used. */
  connection: ConnectionOption;
  /** What all keys begin with. Default `'longshore'`. */
  prefix?: string;
  /** How many handlers run at once, over all queues of the worker. Default 10. */
  concurrency?: number;
  /**
   * Which of several queues with jobs waiting goes first. `'weighted'` (default): each gets slots by its weight. `'strict'`: a queue gets
   * slots only while those that are named before it have no jobs waiting, are paused or at a limit; weights are an error then.
   */
  order?: 'weighted' | 'strict';
  /** The most jobs to take ahead of the slots; 0 takes none ahead. Default 600, and only as many as start within some 5 ms. */
  prefetch?: number;
  /** `'late'` (default): a job is done when its handler is, and runs again if its worker dies. `'early'`: it runs at most once. */
  ack?: 'late' | 'early';
  /** Start by itself. Default true; otherwise call `run()`. */
  autorun?: boolean;
  /** How long this worker is believed alive without a sign of life. Default `'15s'`. */
  lease?: Duration;
  /** How often a sign of life is given. Default a third of the lease. */
  beat?: Duration;
  /** How often the fleet looks for dead workers. Default a third of the lease. */
  sweep?: Duration;
  /** How many of its workers may die before a job fails. Default 3. */
  maxCrashes?: number;
  /** How long the event loop may be blocked while jobs wait for a slot, before others get them. Default `'60s'`. */
  maxBlocked?: Duration;
  /**
   * Ends this process with SIGKILL, with a line on standard error, when a job runs past its timeout and its grace while the event loop is
   * blocked: nothing else can stop such a job. For processes that a supervisor starts anew. The job counts a crash, as does all that ran
   * beside it. Default false: it is only reported.
   */
  exitWhenBlocked?: boolean;
  /** The deadline of each command to Redis. Default `'5s'`. */
  deadline?: Duration;
  /** Ended jobs that stay, by state: 10,000 each; failed for 30 days, the others for a day. */
  keep?: { completed?: number | Keep; failed?: number | Keep; cancelled?: number | Keep; expired?: number | Keep };
  /** Stands around all handlers; of a list, the first is the outermost. Default none. */
  middleware?: Middleware | readonly Middleware[];
  /**
   * Called once for a job that has failed for good in this worker, when Redis has accepted it; for error reporters. What it throws is logged,
   * and nothing waits for it.
   */
  onExhausted?: OnExhausted;
  /**
   * Runs jobs over which workers have died twice, in place of their own handlers: what `isolated()` returns. Each gets a process of its own,
   * whose death counts as that of a worker, so such jobs need not wait until a worker has nothing else in hand. Its timeout is for those
   * whose job and handler set none. Default: they run alone in this process.
   */
  suspects?: ClosableHandler;
  /** Compresses or encrypts data and results. Goes before those of definitions; default none. */
  codec?: Codec;
  /** Default: pino at `warn`, JSON lines on standard error. */
  logger?: Logger;
  /** Where metrics are registered. Default prom-client's own registry. */
  registry?: Registry;
  /** Traces runs, e.g. `openTelemetry()` of `@longshore/core/opentelemetry`. Default none, which costs nothing. */
  telemetry?: Telemetry;
}

const readKeep: Reader<{ count?: number; age?: number }> = (value, field) =>
  typeof value === 'number'
    ? { count: integer(0)(value, field) }
    : (readOptions(value, { count: integer(0), age: duration(1000) }, field) as { count?: number; age?: number });

const connection: Reader<unknown> = (value) => value;

const TABLE = {
  connection,
  prefix: readPrefix,
  concurrency: integer(1, 100_000),
  order: oneOf('weighted', 'strict'),
  prefetch: integer(0, 1000),
  ack: oneOf('late', 'early'),
  autorun: flag,
  lease: duration(500),
  beat: duration(50),
  sweep: duration(50),
  maxCrashes: integer(1, 100),
  maxBlocked: duration(1000),
  exitWhenBlocked: flag,
  deadline: duration(50),
  keep: (value: unknown, field: string) =>
    readOptions(value, { completed: readKeep, failed: readKeep, cancelled: readKeep, expired: readKeep }, field),
  middleware: readMiddleware,
  onExhausted: kind<OnExhausted>('function'),
  suspects: readSuspects,
  codec: readCodec,
  logger: kind<Logger>('object'),
  registry,
  telemetry: readTelemetry,
};

const DAY_MS = 86_400_000;

const filled = (keep: { count?: number; age?: number } | undefined, ageMs: number): Retention => ({
  count: keep?.count ?? 10_000,
  ageMs: keep?.age ?? ageMs,
});

/** Tracing is the outermost of what stands around handlers. */
const withTelemetry = (telemetry: Telemetry | undefined, middleware: readonly Middleware[]): readonly Middleware[] =>
  telemetry ? [(job, next) => telemetry.process(job, next), ...middleware] : middleware;

/** Options with everything filled in. */
export function readWorkerOptions(options: unknown) {
  const given = readOptions(options, TABLE, 'options');
  if (given.connection === undefined)
    throw new InvalidOptionError(
      'options.connection',
      "expected a URL like 'redis://127.0.0.1:6379', ioredis options, or an ioredis client",
    );
  const leaseMs = given.lease ?? 15_000;
  const beatMs = given.beat ?? leaseMs / 3;
  if (beatMs > leaseMs / 2) throw new InvalidOptionError('options.beat', 'expected at most half the lease');
  const { completed, failed, cancelled, expired } = given.keep ?? {};
  return {
    connection: given.connection,
    prefix: given.prefix ?? 'longshore',
    concurrency: given.concurrency ?? 10,
    order: given.order ?? 'weighted',
    prefetch: given.prefetch ?? 600,
    early: given.ack === 'early',
    autorun: given.autorun ?? true,
    leaseMs,
    beatMs,
    sweepMs: given.sweep ?? leaseMs / 3,
    maxCrashes: given.maxCrashes ?? 3,
    maxBlockedMs: given.maxBlocked ?? 60_000,
    exitWhenBlocked: given.exitWhenBlocked ?? false,
    deadlineMs: given.deadline ?? 5000,
    keep: {
      completed: filled(completed, DAY_MS),
      failed: filled(failed, 30 * DAY_MS),
      cancelled: filled(cancelled, DAY_MS),
      expired: filled(expired, DAY_MS),
    },
    middleware: withTelemetry(given.telemetry, given.middleware ?? []),
    onExhausted: given.onExhausted,
    suspects: given.suspects,
    codec: given.codec,
    logger: given.logger,
    registry: given.registry,
  };
}

export type WorkerPlan = ReturnType<typeof readWorkerOptions>;

/** The weight of a queue among those of one worker. */
export const readWeight = number(0.001, 1_000_000);
