import { askQueues } from '../commands/open-queue.js';
import type { Settings } from '../settings/settings.js';

/** How many live worker processes run which version, over all queues; a text: why they could not be asked. */
export async function askWorkers(settings: Settings): Promise<Map<string, number> | string> {
  const versions = new Map<string, Set<string>>();
  try {
    for (const { state, version, process } of (await askQueues(settings, [], (queue) => queue.workers())).flat()) {
      if (state !== 'dead') versions.set(version, (versions.get(version) ?? new Set()).add(process));
    }
  } catch (error) {
    return (error as Error).message;
  }
  return new Map([...versions].map(([version, processes]) => [version, processes.size]));
}
