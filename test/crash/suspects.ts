import type { Run } from '../support/ledger.js';
import { makeSuspect } from '../support/plant-suspect.js';
import type { Orders, Scene } from '../support/scene.js';

/** Adds a job that is a suspect, and writes down that it was accepted. */
export async function addSuspect(scene: Scene, data: Orders, options = {}): Promise<string> {
  const id = await scene.addOne(data, { ...options, delay: '1h' });
  await makeSuspect(scene, id);
  return id;
}

/** The runs that went on in the same process, or in one of its children, at the same time. */
export function neighbours(runs: Map<string, Run[]>, one: Run): Run[] {
  const end = (run: Run) => run.endedAt ?? Number.POSITIVE_INFINITY;
  return [...runs.values()]
    .flat()
    .filter((run) => run !== one && run.pid === one.pid && run.startedAt < end(one) && end(run) > one.startedAt);
}
