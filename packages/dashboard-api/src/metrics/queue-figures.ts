// What Redis knows of all queues at one moment: three scripts for each queue, which take as long as it has workers, not jobs,
// and one INFO for the server.
import { LongshoreError, type Queue, type QueueOverview, redisInfo } from '@longshore/core';
import type { Context } from '../context.js';

export interface QueueFigures {
  readonly overview: QueueOverview;
  readonly overdueMs: number;
}

export interface RedisFigures {
  readonly queues: readonly QueueFigures[];
  /** The fields of INFO; none where this user may not ask. */
  readonly info: ReadonlyMap<string, string>;
}

/** Queues that are asked at once: others have their turn in between. */
const AT_ONCE = 20;
/** What is wrong with one queue and says nothing of the others. */
const OF_ONE_QUEUE = new Set(['ERR_REDIS_WRONG_TYPE', 'ERR_REDIS_PERMISSION']);

/** @throws {LongshoreError} when Redis does not answer: then nothing is told at all */
export async function readFigures({ queues, settings, log }: Context): Promise<RedisFigures> {
  // Also where the names are given: it is seen whether Redis is there, and with which user.
  const info = await unlessRefused(redisInfo({ connection: settings.connection }), (error) => {
    log.debug({ err: error }, 'INFO may not be asked: its figures are left out');
  });
  const figures: QueueFigures[] = [];
  const all = await queues.all();
  for (let i = 0; i < all.length; i += AT_ONCE) {
    const asked = all.slice(i, i + AT_ONCE).map((queue) =>
      unlessRefused(figuresOf(queue), (error) => {
        log.warn({ err: error, queue: queue.name }, 'a queue cannot be read: its figures are left out');
      }),
    );
    for (const found of await Promise.all(asked)) if (found) figures.push(found);
  }
  return { queues: figures, info: info ?? new Map() };
}

async function figuresOf(queue: Queue): Promise<QueueFigures> {
  const [overview, overdueMs] = await Promise.all([queue.overview(), queue.schedules.overdueMs()]);
  return { overview, overdueMs };
}

async function unlessRefused<T>(asked: Promise<T>, tell: (error: unknown) => void): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof LongshoreError && OF_ONE_QUEUE.has(error.code))) throw error;
    tell(error);
    return undefined;
  }
}
