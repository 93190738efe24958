// `--burst`: when there is nothing left to do. That is when nothing waits and nothing runs, here or elsewhere; what is
// delayed, a retry included, or waits for a handler that nobody has, is not waited for, nor is a queue that is paused.
import { setTimeout as rest } from 'node:timers/promises';
import { Queue, type QueueOptions, type QueueOverview } from '@longshore/core';
import type { Logger } from 'pino';

const POLL_MS = 250;

/** Resolves with a line about what is left, or when `signal` ends it. Without Redis it goes on asking. */
export async function awaitDrained(
  names: readonly string[],
  link: QueueOptions,
  log: Logger,
  signal: AbortSignal,
): Promise<string> {
  const queues = names.map((name) => new Queue(name, link));
  try {
    let wasDrained = false;
    while (!signal.aborted) {
      const overviews = await Promise.all(queues.map((queue) => queue.overview())).catch((err) => {
        log.debug({ err }, 'Redis does not say how much is left');
      });
      const isNow = overviews?.every(isDrained) === true;
      // Queues are looked at one after another: a job may add another to a queue that was looked at, and end before its own is.
      if (isNow && wasDrained) return leftOf(overviews);
      wasDrained = isNow;
      await rest(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
    return '';
  } finally {
    for (const queue of queues) await queue.close();
  }
}

function isDrained({ paused, counts: { waiting, prioritized, suspect, active } }: QueueOverview): boolean {
  return (paused || waiting + prioritized + suspect === 0) && active === 0;
}

function leftOf(overviews: readonly QueueOverview[]): string {
  const left = { delayed: 0, parked: 0, paused: 0 };
  for (const { paused, counts } of overviews) {
    left.delayed += counts.delayed;
    left.parked += counts.parked;
    if (paused) left.paused += counts.waiting + counts.prioritized;
  }
  const parts = Object.entries(left).flatMap(([state, count]) => (count > 0 ? [`${count} ${state}`] : []));
  return parts.length === 0 ? 'nothing is left' : `left: ${parts.join(', ')}`;
}
