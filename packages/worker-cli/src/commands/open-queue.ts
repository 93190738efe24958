// How commands reach a queue: opened for the call, and closed whatever comes of it.
import { Queue } from '@longshore/core';
import type { Settings } from '../settings/settings.js';

/** The options with which everything of a call is opened: the same address shares one connection. */
export const linkOf = ({ connection, redisUrl, prefix }: Settings) => ({
  connection: (connection ?? redisUrl) as string,
  prefix,
});

/** Opens a queue, lets `use` have it, and closes it. */
export async function withQueue<T>(settings: Settings, name: string, use: (queue: Queue) => Promise<T>): Promise<T> {
  const queue = new Queue(name, linkOf(settings));
  try {
    return await use(queue);
  } finally {
    await queue.close();
  }
}
