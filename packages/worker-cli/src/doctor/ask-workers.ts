import { listQueues, Queue } from '@longshore/core';

const MOST_QUEUES = 200;
const NO_LOG = { debug() {}, info() {}, warn() {}, error() {} };

/** How many live workers run which version, of the first 200 queues; a text: why they could not be asked. */
export async function askWorkers(link: { connection: string; prefix: string }): Promise<Map<string, number> | string> {
  const versions = new Map<string, Set<string>>();
  try {
    for (const name of (await listQueues(link)).slice(0, MOST_QUEUES)) {
      await using queue = new Queue(name, { ...link, logger: NO_LOG });
      for (const { state, version, process } of await queue.workers()) {
        if (state !== 'dead') versions.set(version, (versions.get(version) ?? new Set()).add(process));
      }
    }
  } catch (error) {
    return (error as Error).message;
  }
  return new Map([...versions].map(([version, processes]) => [version, processes.size]));
}
