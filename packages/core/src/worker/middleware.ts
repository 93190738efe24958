// What stands around handlers: composed once for each handler when the worker is made, so that a run costs nothing where there is none.
import { InvalidOptionError, MiddlewareError } from '../errors.js';
import type { Reader } from '../options.js';
import type { Job } from './job.js';

/**
 * Stands around handlers. What it returns is the job's result, what it throws is what the handler threw; without a call of `next()` the
 * handler does not run.
 *
 * @example
 * const timed: Middleware = async (job, next) => {
 *   const startedAt = performance.now();
 *   try {
 *     return await next();
 *   } finally {
 *     console.log(job.name, performance.now() - startedAt);
 *   }
 * };
 */
export type Middleware = (job: Job, next: () => Promise<unknown>) => unknown;

type Run = (job: Job) => unknown;

/** One, or a list of them, the outermost first. */
export const readMiddleware: Reader<readonly Middleware[]> = (value, field) => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  for (const [i, step] of list.entries()) {
    if (typeof step !== 'function')
      throw new InvalidOptionError(Array.isArray(value) ? `${field}[${i}]` : field, 'expected a function');
  }
  return [...list] as Middleware[];
};

/** The handler with these around it. */
export const surround = (run: Run, middleware: readonly Middleware[]): Run =>
  middleware.reduceRight<Run>((inner, step) => (job) => pass(step, job, inner), run);

function pass(step: Middleware, job: Job, inner: Run): unknown {
  let called = false;
  return step(job, () => {
    // Thrown, not rejected: it is seen also where nobody waits for it.
    if (called) throw new MiddlewareError(job.id);
    called = true;
    const result = settle(inner, job);
    // Of a step that does not wait for its `next()`: that must not end the process.
    result.catch(() => undefined);
    return result;
  });
}

const settle = async (inner: Run, job: Job): Promise<unknown> => inner(job);
