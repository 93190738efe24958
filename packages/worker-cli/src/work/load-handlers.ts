// Loads the modules with handlers, in the worker process that runs them:
//   1. imports each (import-handlers.ts);
//   2. reads what it exports (handler-module.ts), and lets core check it, so that what is wrong is told with the file;
//   3. picks the queues to work on (pick-queues.ts).
import { LongshoreError, Worker } from '@longshore/core';
import { Registry } from 'prom-client';
import { CommandError } from '../command-error.js';
import { type HandlerModule, readHandlerModule } from './handler-module.js';
import { importHandlers } from './import-handlers.js';
import type { QueueChoice } from './messages.js';
import { type LoadedQueue, pickQueues } from './pick-queues.js';

/**
 * Resolves to what `new Worker([...])` takes.
 *
 * @param paths absolute; loaded one after the other, in this order
 * @param choices from `--queue`; none: all queues that the modules name
 * @param strict the queues are emptied in their order, so none has a weight
 * @throws {CommandError} `ERR_HANDLERS_NOT_FOUND`, `ERR_HANDLERS_FAILED`, `ERR_HANDLERS_TYPESCRIPT`, `ERR_HANDLERS_INVALID`,
 *   `ERR_QUEUE_NOT_CHOSEN`, `ERR_QUEUE_UNKNOWN`, `ERR_QUEUE_TWICE`; and what core says of handlers (`ERR_INVALID_OPTION`,
 *   `ERR_INVALID_NAME`), with the file before it
 */
export async function loadHandlers(
  paths: readonly string[],
  choices: readonly QueueChoice[],
  strict: boolean,
): Promise<LoadedQueue[]> {
  const modules: HandlerModule[] = [];
  for (const path of new Set(paths)) {
    const module = readHandlerModule(await importHandlers(path), path);
    check(module);
    modules.push(module);
  }
  return pickQueues(modules, choices, strict);
}

function check({ entries, loose, file }: HandlerModule): void {
  for (const entry of entries) checkQueue(entry, file);
  // Which queue it is for is not known yet.
  if (loose !== undefined) checkQueue({ queue: 'queue', handlers: loose }, file);
}

/** Core checks queues where it makes a worker. One that is never started connects to nothing. */
function checkQueue(queue: LoadedQueue, file: string): void {
  try {
    new Worker([queue], { connection: {}, autorun: false, registry: new Registry() });
  } catch (error) {
    if (!(error instanceof LongshoreError)) throw error;
    throw new CommandError(error.code, `${file}: ${error.message}`, { cause: error });
  }
}
