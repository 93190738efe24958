// Sends a channel to one listener: every message once and in order, as fast as its connection takes them.
import { HistoryTrimmedError } from '@longshore/core';
import type { ChannelTopic, SentMessage } from './channel-topic.js';
import type { EventStream } from './event-stream.js';

const PAGE = 100;
const RETRY_MS = 500;

/** @param first what was read before the stream began, and where to go on */
export async function streamChannel(
  topic: ChannelTopic,
  stream: EventStream,
  first: { readonly messages: readonly SentMessage[]; readonly last: number },
): Promise<void> {
  let wake = (): void => undefined;
  const woken = (): void => wake();
  stream.onClose(topic.listen(woken));
  stream.onClose(woken);
  stream.onDrain(woken);
  let { messages, last } = first;
  for (;;) {
    if (messages.length > 0) stream.write(Buffer.concat(messages.map(({ frame }) => frame)));
    if (messages.length === 0 || stream.isBlocked)
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (!stream.isOpen || topic.isClosed) resolve();
      });
    if (!stream.isOpen) return;
    if (topic.isClosed) return stream.end();
    // Woken by a new message, while the client is still behind.
    if (stream.isBlocked) {
      messages = [];
      continue;
    }
    try {
      ({ messages, last } = await topic.after(last, PAGE));
    } catch (error) {
      messages = [];
      if (error instanceof HistoryTrimmedError) return endTrimmed(stream, error);
      // Redis is away; the stream stays open and goes on when it is back.
      setTimeout(woken, RETRY_MS);
    }
  }
}

/** Too late for the status of an answer: an event says it, and the stream ends. Who comes back with the same id gets the 410. */
function endTrimmed(stream: EventStream, { code, message }: HistoryTrimmedError): void {
  stream.write(`event: problem\ndata: ${JSON.stringify({ code, status: 410, detail: message })}\n\n`);
  stream.end();
}
