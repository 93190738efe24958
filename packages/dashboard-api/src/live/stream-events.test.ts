import { expect, test } from 'vitest';
import type { EventStream } from './event-stream.js';
import type { Batch, QueueEventsHub } from './queue-events-hub.js';
import { streamEvents } from './stream-events.js';

/** A hub that a test speaks for, and a client that a test holds up. */
function scene(queues?: ReadonlySet<string>) {
  const written: string[] = [];
  let tell: (batch: Batch) => void = () => undefined;
  let drain = (): void => undefined;
  const stream = {
    isBlocked: false,
    write: (text: string) => void written.push(text),
    onDrain: (callback: () => void) => {
      drain = callback;
    },
    onClose: () => undefined,
  };
  const hub = {
    listen: (callback: (batch: Batch) => void) => {
      tell = callback;
      return () => undefined;
    },
  };
  streamEvents(hub as unknown as QueueEventsHub, stream as unknown as EventStream, queues);
  return { written, stream, tell: (batch: Batch) => tell(batch), drain: () => drain() };
}

const batch = (entries: Record<string, number>): Batch =>
  new Map(Object.entries(entries).map(([queue, count]) => [queue, { text: `${queue};`, count, counts: {} }]));

test('what a client is too slow for is counted, and told when it has caught up', () => {
  const { written, stream, tell, drain } = scene();
  tell(batch({ mail: 2 }));
  stream.isBlocked = true;
  tell(batch({ mail: 3, video: 1 }));
  tell(batch({ mail: 5 }));
  stream.isBlocked = false;
  drain();
  drain();
  tell(batch({ video: 1 }));
  expect(written).toEqual(['mail;', 'event: dropped\ndata: {"count":9}\n\n', 'video;']);
});

test('only the queues that are wanted are sent, and counted', () => {
  const { written, stream, tell, drain } = scene(new Set(['mail']));
  tell(batch({ mail: 1, video: 1 }));
  tell(batch({ video: 1 }));
  stream.isBlocked = true;
  tell(batch({ mail: 1, video: 1 }));
  drain();
  expect(written).toEqual(['mail;', 'event: dropped\ndata: {"count":1}\n\n']);
});
