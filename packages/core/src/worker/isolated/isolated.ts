// A handler that runs in a process of its own, as users write it.
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Duration } from '../../duration.js';
import { InvalidOptionError } from '../../errors.js';
import { duration, integer, type Reader, readOptions } from '../../options.js';
import type { Untyped } from '../../untyped.js';
import { APART, CLOSE, type ClosableHandler } from '../handlers.js';
import type { Job } from '../job.js';
import { ChildPool } from './child-pool.js';

export interface IsolatedOptions {
  /** How long a run may take before it is told to stop, the start of its process included. Required; at most 24 days. */
  timeout: Duration;
  /** How long a run that was told to stop may take before its process is killed. Default `'5s'`. */
  grace?: Duration;
  /** The most that the JavaScript heap of the process may take, in MB; above it the process ends. Default: that of Node.js. */
  memory?: number;
  /** How long a process without a job stays. Default `'30s'`. */
  idle?: Duration;
}

/** setTimeout holds no more than this, some 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** What the worker gives a run beyond the grace, so that it hears of the kill first. */
const KILL_MS = 2000;

const timer =
  (leastMs: number): Reader<number> =>
  (value, field) => {
    const ms = duration(leastMs)(value, field);
    if (ms > LONGEST_TIMER_MS) throw new InvalidOptionError(field, "expected at most '24d'");
    return ms;
  };

const TABLE = { timeout: timer(1), grace: timer(0), memory: integer(16, 1_048_576), idle: timer(0) };

/** The module as its processes load it. */
function readModule(url: unknown): string {
  if (!(url instanceof URL) || url.protocol !== 'file:') {
    throw new InvalidOptionError('url', "expected a file URL such as new URL('./resize.js', import.meta.url)");
  }
  let path: string;
  try {
    path = fileURLToPath(url);
  } catch (error) {
    throw new InvalidOptionError('url', (error as Error).message);
  }
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new InvalidOptionError('url', `there is no file ${path}`);
  }
  return url.href;
}

/**
 * A handler whose jobs run in processes of their own: one that hogs the CPU, leaks or crashes harms no other job, and a
 * run that takes too long is killed. Give it to a worker as the handler of a name or of all jobs.
 *
 * The module exports the handler as `default` or `run`. What it returns or throws crosses the border as JSON. Its `job`
 * has what any job has; a run that is told to stop sees it on `job.signal`, and its process gets SIGTERM, with whatever
 * it has started. After `grace` they get SIGKILL.
 *
 * @param url the module: a file, named in code and never by a job
 * @throws {InvalidOptionError} when it is not there, or an option is missing or wrong
 * @example
 * const resize = isolated(new URL('./resize.js', import.meta.url), { timeout: '1m', memory: 512 });
 * new Worker('images', { resize: { ...resize, attempts: 3 } }, { connection });
 */
export function isolated<Data = Untyped, Result = Untyped>(
  url: URL,
  options: IsolatedOptions,
): ClosableHandler<Data, Result> {
  const module = readModule(url);
  const { timeout, grace = 5000, memory, idle = 30_000 } = readOptions(options, TABLE, 'options');
  if (timeout === undefined) throw new InvalidOptionError('options.timeout', "expected a duration such as '1m'");
  const pool = new ChildPool({ module, timeoutMs: timeout, graceMs: grace, memoryMb: memory }, idle);
  return {
    run: (job: Job<Data>) => pool.run(job as Job) as Promise<Result>,
    timeout,
    grace: grace + KILL_MS,
    [APART]: (job: Job<Data>) => pool.runApart(job as Job) as Promise<Result>,
    [CLOSE]: (withinMs) => pool.close(withinMs),
  };
}
