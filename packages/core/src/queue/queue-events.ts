// What a queue tells of its jobs, from any process, and how announcements are read.
import type { LongshoreError } from '../errors.js';

/** What happened to jobs, from any process. */
export type QueueEvents = {
  added: [event: { id: string; at: number }];
  active: [event: { id: string; at: number }];
  completed: [event: { id: string; at: number }];
  failed: [event: { id: string; at: number }];
  /** Ended by a `cancel`. */
  cancelled: [event: { id: string; at: number }];
  /** Not started in time, or dropped by a full queue. */
  expired: [event: { id: string; at: number }];
  /** An attempt failed and another follows. */
  retrying: [event: { id: string; at: number }];
  /** Its worker died and it was put back. */
  recovered: [event: { id: string; at: number }];
  removed: [event: { id: string; at: number }];
  error: [error: LongshoreError];
};

export type QueueEvent = Exclude<keyof QueueEvents, 'error'>;

const EVENTS: Record<string, QueueEvent> = {
  added: 'added',
  active: 'active',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  expired: 'expired',
  retry: 'retrying',
  recovered: 'recovered',
  removed: 'removed',
};

/** Reads one announcement of the queue's `events` channel: the time, then lines of a word and ids. */
export function readEvents(text: string, tell: (event: QueueEvent, id: string, at: number) => void): void {
  const [stamp, ...lines] = text.split('\n');
  const at = Number(stamp);
  for (const line of lines) {
    const [word = '', ...ids] = line.split(' ');
    const event = EVENTS[word];
    if (event) for (const id of ids) tell(event, id, at);
  }
}
