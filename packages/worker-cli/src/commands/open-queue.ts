// How commands reach queues: opened for the call, and closed whatever comes of it.
import { listQueues, Queue } from '@longshore/core';
import { CommandError } from '../command-error.js';
import type { Settings } from '../settings/settings.js';

/** How many queues are asked at the same time, so that a server with thousands of them is not flooded. */
const AT_ONCE = 8;

/** The options with which everything of a call is opened: the same address shares one connection. */
export const linkOf = ({ connection, redisUrl, prefix }: Settings) => ({
  connection: (connection ?? redisUrl) as string,
  prefix,
});

/** Opens a queue, which need not be there yet, lets `use` have it, and closes it. */
export async function withQueue<T>(settings: Settings, name: string, use: (queue: Queue) => Promise<T>): Promise<T> {
  const queue = new Queue(name, linkOf(settings));
  try {
    return await use(queue);
  } finally {
    await queue.close();
  }
}

/**
 * The same with a queue that must be there: a name with a typing error is not an empty queue.
 *
 * @throws {CommandError} `ERR_UNKNOWN_QUEUE`; nothing was done
 */
export async function withKnownQueue<T>(
  settings: Settings,
  name: string,
  use: (queue: Queue) => Promise<T>,
): Promise<T> {
  return await withQueue(settings, name, async (queue) => {
    refuseUnknown(await listQueues(linkOf(settings)), [name]);
    return await use(queue);
  });
}

/**
 * Asks each of the queues that are named, or all there are, over one connection and a few at a time. The answers are in
 * the order of the names; the first error ends it.
 *
 * @throws {CommandError} `ERR_UNKNOWN_QUEUE` when one of the names is none; no queue was asked
 */
export async function askQueues<T>(
  settings: Settings,
  named: readonly string[],
  ask: (queue: Queue) => Promise<T>,
  atOnce = AT_ONCE,
): Promise<T[]> {
  const known = await listQueues(linkOf(settings));
  refuseUnknown(known, named);
  const [first, ...others] = named.length === 0 ? known : [...new Set(named)];
  if (first === undefined) return [];
  // The first stays open until all have answered: with it stays the connection that they share.
  return await withQueue(settings, first, (queue) => {
    const askOne = (name: string) => (name === first ? ask(queue) : withQueue(settings, name, ask));
    return inTurns([first, ...others], askOne, atOnce);
  });
}

/** Does something with each item, a few at the same time; what came of it, in their order. The first error ends it. */
export async function inTurns<I, T>(items: readonly I[], act: (item: I) => Promise<T>, atOnce = AT_ONCE): Promise<T[]> {
  const outcomes = new Array<T>(items.length);
  const turns = items.entries();
  const work = async () => {
    for (const [at, item] of turns) outcomes[at] = await act(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomes;
}

function refuseUnknown(known: readonly string[], named: readonly string[]): void {
  const unknown = named.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const which = unknown.length === 1 ? `queue ${unknown[0]}` : `queues ${unknown.join(', ')}`;
  throw new CommandError(
    'ERR_UNKNOWN_QUEUE',
    `there is no ${which}: a queue begins with its first job or worker; \`longshore queues\` lists them`,
  );
}
