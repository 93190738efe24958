// The handler of suspects: jobs over which two workers have died. It is loaded in a process of its own, where it loads
// the modules that the worker has loaded, and calls the handler that the job would have had there. What the job does to
// this process harms no other.
import { type Job, UnrecoverableError } from '@longshore/core';
import { loadHandlers } from './load-handlers.js';
import type { LoadedQueue } from './pick-queues.js';
import { readSuspectOrders } from './suspect-orders.js';

const { handlers, queues, strict } = readSuspectOrders();
const loaded = await loadHandlers(handlers, queues, strict);

/** Runs a suspect. */
export async function run(job: Job): Promise<unknown> {
  const found = handlerOf(loaded.find(({ queue }) => nameOf(queue) === job.queue)?.handlers, job.name);
  // The worker that sent it here has one; the file has changed since.
  if (!found) throw new UnrecoverableError(`the modules have no handler for ${job.name} of ${job.queue} any more`);
  return await found(job);
}

const nameOf = (queue: LoadedQueue['queue']): string => (typeof queue === 'string' ? queue : queue.name);

/** Handlers as users write them: one for all, or by name; a function, or settings with one. */
function handlerOf(all: unknown, name: string): ((job: Job) => unknown) | undefined {
  const own = typeof all === 'object' && all !== null && Object.hasOwn(all, name);
  const one = own ? (all as Record<string, unknown>)[name] : all;
  if (typeof one === 'function') return one as (job: Job) => unknown;
  const { run: settled } = (one ?? {}) as { run?: unknown };
  return typeof settled === 'function' ? (settled as (job: Job) => unknown) : undefined;
}
