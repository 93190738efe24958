// Does something with the jobs of a list of ids, those of them that are in a state in which it can be done. The state is
// looked at first, so that jobs which a person chose as failed are not removed when they wait again meanwhile.
import { JobActiveError, JobRemovedError, type JobState, type Queue, TRANSITIONS } from '@longshore/core';
import type { ManyOrder, ManyOutcome } from '../schemas/steered-jobs.js';

/** Calls that are on their way together. */
const AT_ONCE = 50;

type Deed = ManyOrder['action'];

const from = (script: string): ReadonlySet<string> =>
  new Set(TRANSITIONS.filter((transition) => transition.script === script).map((transition) => transition.from));

/** In which states each can be done. A job that runs is told to stop, which is no transition yet. */
const STATES: Readonly<Record<Deed, ReadonlySet<string>>> = {
  retry: from('retry'),
  promote: from('promote'),
  remove: from('remove'),
  cancel: new Set([...from('cancel'), 'active']),
};

/** @throws {InvalidNameError} with the field `id`; what comes before it in the list may have been changed */
export async function steerIds(queue: Queue, order: ManyOrder, signal: AbortSignal): Promise<ManyOutcome> {
  const ids = [...new Set(order.filter.ids)];
  let matched = 0;
  let changed = 0;
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    if (signal.aborted) return { matched, changed, more: true };
    const outcomes = await Promise.all(ids.slice(i, i + AT_ONCE).map((id) => steerOne(queue, order, id)));
    matched += outcomes.filter((outcome) => outcome !== 'other').length;
    changed += outcomes.filter((outcome) => outcome === 'changed').length;
  }
  return { matched, changed, more: false };
}

async function steerOne(
  queue: Queue,
  { action, filter, dryRun, reason }: ManyOrder,
  id: string,
): Promise<'changed' | 'same' | 'other'> {
  const state = await stateOf(queue, id);
  if (state === undefined || !STATES[action].has(state)) return 'other';
  // One that is being taken still waits, as lists see it.
  if (filter.state !== undefined && filter.state !== (state === 'unclaimed' ? 'waiting' : state)) return 'other';
  if (dryRun) return 'same';
  return (await isDone(queue, action, id, reason)) ? 'changed' : 'same';
}

async function stateOf(queue: Queue, id: string): Promise<JobState | undefined> {
  try {
    return await queue.job(id).state();
  } catch (error) {
    if (error instanceof JobRemovedError) return undefined;
    throw error;
  }
}

async function isDone(queue: Queue, action: Deed, id: string, reason: string | undefined): Promise<boolean> {
  switch (action) {
    case 'retry':
      return (await queue.retry(id)) === 'retried';
    case 'promote':
      return (await queue.promote(id)) === 'promoted';
    case 'cancel':
      return ['cancelled', 'ordered'].includes(await queue.cancel(id, reason));
    case 'remove':
      return await queue.remove(id).catch((error) => {
        if (error instanceof JobActiveError) return false;
        throw error;
      });
  }
}
