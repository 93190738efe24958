// Which queues a process works on: brings together what the modules name and what `--queue` says.
import type { WorkerQueue } from '@longshore/core';
import { CommandError } from '../command-error.js';
import type { HandlerModule, LooseHandlers } from './handler-module.js';
import type { QueueChoice } from './messages.js';

/** A queue with its handlers, as a `Worker` takes it. */
export type LoadedQueue = WorkerQueue;

interface Named {
  readonly entry: LoadedQueue;
  readonly file: string;
}

/**
 * @param choices in this order; none: all queues that the modules name, in theirs
 * @param strict leaves the weights out
 * @throws {CommandError} `ERR_QUEUE_TWICE`, `ERR_QUEUE_NOT_CHOSEN`, `ERR_QUEUE_UNKNOWN`, `ERR_HANDLERS_INVALID`
 */
export function pickQueues(
  modules: readonly HandlerModule[],
  choices: readonly QueueChoice[],
  strict: boolean,
): LoadedQueue[] {
  const named = gather(modules);
  const loose = modules.filter((module) => module.loose !== undefined);
  if (loose.length > 0) {
    const name = queueForLoose(loose, choices, named);
    named.set(name, { entry: { queue: name, handlers: mergeLoose(loose) }, file: filesOf(loose) });
  }
  const names = choices.length === 0 ? [...named.keys()] : choices.map(({ name }) => name);
  return names.map((name) => {
    const { weight: own, ...entry } = find(named, name).entry;
    const weight = choices.find((choice) => choice.name === name)?.weight ?? own;
    return strict || weight === undefined ? entry : { ...entry, weight };
  });
}

function gather(modules: readonly HandlerModule[]): Map<string, Named> {
  const named = new Map<string, Named>();
  for (const { entries, file } of modules) {
    for (const entry of entries) {
      const name = typeof entry.queue === 'string' ? entry.queue : entry.queue.name;
      const other = named.get(name);
      if (other) throw twice(`the queue ${name}`, other.file, file);
      named.set(name, { entry, file });
    }
  }
  return named;
}

function find(named: ReadonlyMap<string, Named>, name: string): Named {
  const found = named.get(name);
  if (found) return found;
  const known = [...named.keys()].join(', ');
  throw new CommandError('ERR_QUEUE_UNKNOWN', `--queue ${name}: the handlers name no such queue; there are ${known}`);
}

/** Handlers that name no queue go to the one of `--queue` that no module names. */
function queueForLoose(
  loose: readonly HandlerModule[],
  choices: readonly QueueChoice[],
  named: ReadonlyMap<string, Named>,
): string {
  const free = choices.filter(({ name }) => !named.has(name)).map(({ name }) => name);
  const [name] = free;
  if (free.length === 1 && name !== undefined) return name;
  const files = filesOf(loose);
  const advice = 'or export [{ queue, handlers }]';
  const problem =
    free.length > 1
      ? `its handlers name no queue, and could be for ${free.join(' or ')}: choose one with --queue, ${advice}`
      : choices.length > 0
        ? `its handlers name no queue, and --queue chooses none but those that modules name: add one for them, ${advice}`
        : `its handlers name no queue: say which with --queue NAME, ${advice}`;
  throw new CommandError('ERR_QUEUE_NOT_CHOSEN', `${files}: ${problem}`);
}

function mergeLoose(loose: readonly HandlerModule[]): LooseHandlers {
  const [first, ...others] = loose;
  if (first?.loose !== undefined && others.length === 0) return first.loose;
  const from = new Map<string, string>();
  const merged: Record<string, unknown> = {};
  for (const { file, loose: handlers } of loose) {
    if (typeof handlers === 'function' || !isByName(handlers))
      throw new CommandError(
        'ERR_HANDLERS_INVALID',
        `${file}: it handles all jobs, so no other module can have handlers for its queue: ${filesOf(loose)}`,
      );
    for (const [name, handler] of Object.entries(handlers)) {
      const other = from.get(name);
      if (other !== undefined) throw twice(`the handler ${name}`, other, file);
      from.set(name, file);
      merged[name] = handler;
    }
  }
  return merged as LooseHandlers;
}

/** What `isolated()` made stands for all jobs, and is marked by a symbol. */
const isByName = (
  handlers: LooseHandlers | undefined,
): handlers is Exclude<LooseHandlers, (...args: never) => unknown> =>
  typeof handlers === 'object' && Object.getOwnPropertySymbols(handlers).length === 0;

const filesOf = (modules: readonly HandlerModule[]): string => modules.map(({ file }) => file).join(' and ');

const twice = (what: string, one: string, other: string) =>
  new CommandError('ERR_QUEUE_TWICE', `${what} is in ${one === other ? `${one} twice` : `${one} and in ${other}`}`);
