// Sends what happens in queues to one listener: each event, or figures in intervals. One that does not keep up gets no more than its
// connection takes, and is told how many events it has missed.
import type { EventStream } from './event-stream.js';
import type { Batch, QueueEvent, QueueEventsHub } from './queue-events-hub.js';

/** @param queues only these; undefined: all, also those that are new */
export function streamEvents(hub: QueueEventsHub, stream: EventStream, queues: ReadonlySet<string> | undefined): void {
  let dropped = 0;
  const send = (batch: Batch): void => {
    let text = '';
    let count = 0;
    for (const [queue, happened] of batch) {
      if (queues && !queues.has(queue)) continue;
      text += happened.text;
      count += happened.count;
    }
    if (stream.isBlocked) dropped += count;
    else if (text !== '') stream.write(text);
  };
  stream.onDrain(() => {
    if (dropped > 0) stream.write(`event: dropped\ndata: ${JSON.stringify({ count: dropped })}\n\n`);
    dropped = 0;
  });
  stream.onClose(hub.listen(send));
}

type Sums = Record<string, Partial<Record<QueueEvent, number>>>;

/** The same as figures, one event an interval; an interval that a client is behind is part of the next. */
export function streamSummary(
  hub: QueueEventsHub,
  stream: EventStream,
  queues: ReadonlySet<string> | undefined,
  intervalMs: number,
): void {
  let sums: Sums = Object.create(null);
  const stop = hub.listen((batch) => {
    for (const [queue, { counts }] of batch) {
      if (queues && !queues.has(queue)) continue;
      const sum = sums[queue] ?? {};
      sums[queue] = sum;
      for (const [event, count] of Object.entries(counts) as [QueueEvent, number][])
        sum[event] = (sum[event] ?? 0) + count;
    }
  });
  const timer = setInterval(() => {
    if (stream.isBlocked) return;
    stream.write(`event: summary\ndata: ${JSON.stringify({ at: Date.now(), queues: sums })}\n\n`);
    sums = Object.create(null);
  }, intervalMs).unref();
  stream.onClose(() => {
    clearInterval(timer);
    stop();
  });
}
