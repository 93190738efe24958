// Whether Redis answers, seen from a dashboard that has just started: asked until it does.
import { setTimeout as wait } from 'node:timers/promises';
import { listQueues } from '@longshore/core';
import type { Logger } from 'pino';
import { linkOf } from '../commands/open-queue.js';
import type { Settings } from '../settings/settings.js';

/** A Redis that is there answers within this, on a busy machine too; whoever starts a dashboard does not wait longer for the first line. */
const FIRST_WITHIN_MS = 3000;
const AGAIN_AFTER_MS = 1000;

/** How many queues there are; undefined where Redis has not said so in time. Then it is asked on, and its first answer is logged. */
export async function awaitQueues(settings: Settings, log: Logger, signal: AbortSignal): Promise<number | undefined> {
  const count = async (): Promise<number> => (await listQueues(linkOf(settings))).length;
  const first = await Promise.race([
    count().catch(() => undefined),
    wait(FIRST_WITHIN_MS, undefined, { signal }),
  ]).catch(() => undefined);
  if (first === undefined && !signal.aborted) void askOn(count, log, signal);
  return first;
}

async function askOn(count: () => Promise<number>, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const queues = await count();
      log.info({ queues }, 'Redis answers');
      return;
    } catch (error) {
      log.debug({ err: error }, 'Redis does not answer');
    }
    await wait(AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined);
  }
}
