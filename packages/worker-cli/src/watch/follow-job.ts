// Follows one job to its end: its notices as they come, where it is once a second, whether Redis is there. It ends only
// when the job has ended or nobody wants to know any more: without Redis it waits until it is back.
import { setTimeout as pause } from 'node:timers/promises';
import {
  JobCancelledError,
  JobExpiredError,
  JobFailedError,
  JobRemovedError,
  LongshoreError,
  type Queue,
} from '@longshore/core';
import type { Ending, WatchEvent } from './watch-events.js';

const LOOK_MS = 1000;

export interface Following {
  readonly queue: Queue;
  readonly id: string;
  /** Ends it early. */
  readonly signal: AbortSignal;
  readonly tell: (event: WatchEvent) => void;
}

/** @returns how the job ended; undefined when the signal came first */
export async function followJob({ queue, id, signal, tell }: Following): Promise<Ending | undefined> {
  const job = queue.job(id);
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  const ended = job.result().then(
    (result): Ending => ({ state: 'completed', result }),
    (error: unknown) => endingOf(error),
  );
  void look(queue, id, stop, tell);
  try {
    for await (const notice of job.progress.watch({ signal })) tell({ is: 'notice', notice });
    if (signal.aborted) return undefined;
    return await ended;
  } finally {
    // A look that is under way is not waited for: it tells nothing any more, and ends with the queue at the latest.
    over.abort();
  }
}

/** Asks where the job is, again and again. */
async function look(queue: Queue, id: string, signal: AbortSignal, tell: Following['tell']): Promise<void> {
  let isAway = false;
  while (!signal.aborted) {
    try {
      const standing = await queue.explain(id);
      if (signal.aborted) return;
      if (isAway) tell({ is: 'back' });
      isAway = false;
      tell({ is: 'standing', standing });
    } catch (error) {
      if (signal.aborted) return;
      isAway = true;
      tell({ is: 'away', message: (error as Error).message });
    }
    await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}

function endingOf(error: unknown): Ending {
  if (error instanceof JobFailedError) return { state: 'failed', error };
  if (error instanceof JobCancelledError) return { state: 'cancelled', error };
  if (error instanceof JobExpiredError) return { state: 'expired', error };
  if (error instanceof JobRemovedError) return { state: 'missing', error };
  // It has completed, and its result cannot be read here: a codec is missing.
  if (error instanceof LongshoreError) return { state: 'failed', error };
  throw error;
}
