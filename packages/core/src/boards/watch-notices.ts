// Follows a notice board: the current value first, then each newer one, through lost connections.
// Subscribe, then read: what is posted in between arrives by both ways and is told apart by its number.
import { number, readOptions, signal } from '../options.js';
import type { Notice } from '../redis/read-notice.js';
import type { Subscriber } from '../redis/subscriber.js';

export interface WatchOptions {
  /** Only notices after this `seq`. */
  since?: number;
  /** Ends the watch. */
  signal?: AbortSignal;
}

export interface NoticeSource<T> {
  readonly subscriber: Subscriber;
  /** The pub/sub channel of `<seq> <at> <json>`. */
  readonly channel: string;
  /** The value that is there now. */
  read(): Promise<Notice<T> | undefined>;
  /** Calls back when nothing more will come; returns what stops that. */
  onEnd(callback: () => void): () => void;
}

const WATCH = { since: number(0, Number.MAX_SAFE_INTEGER), signal };

/** Checks the options of a watch. @throws {InvalidOptionError} */
export const readWatch = (options: unknown): WatchOptions => readOptions(options, WATCH, 'options');

/** A watcher that is this far behind loses the oldest: what counts on a board is the last value. */
const MOST_WAITING = 1000;
const RETRY_MS = 500;

/** Parses an announcement. */
export function parseNotice<T>(text: string): Notice<T> {
  const first = text.indexOf(' ');
  const second = text.indexOf(' ', first + 1);
  return {
    seq: Number(text.slice(0, first)),
    at: Number(text.slice(first + 1, second)),
    value: JSON.parse(text.slice(second + 1)),
  };
}

export async function* watchNotices<T>(
  source: NoticeSource<T>,
  { since = 0, signal: aborter }: WatchOptions,
): AsyncGenerator<Notice<T>, void, undefined> {
  const waiting: Notice<T>[] = [];
  let last = since;
  let over = aborter?.aborted ?? false;
  let wake = () => {};
  let retry: NodeJS.Timeout | undefined;
  const push = (notice: Notice<T> | undefined) => {
    if (!notice || notice.seq <= last) return;
    last = notice.seq;
    waiting.push(notice);
    if (waiting.length > MOST_WAITING) waiting.shift();
    wake();
  };
  const catchUp = async (): Promise<void> => {
    try {
      push(await source.read());
    } catch {
      // Without Redis there is nothing to see; the value is read when it is back.
      if (!over) retry = setTimeout(() => void catchUp(), RETRY_MS);
    }
  };
  const end = () => {
    over = true;
    wake();
  };
  // The last value was posted before the end: it is read once more, since its announcement may be under way.
  const stopWaiting = source.onEnd(() => void catchUp().then(end));
  const stopListening = source.subscriber.listen(source.channel, {
    message: (text) => push(parseNotice(text)),
    fresh: () => void catchUp(),
  });
  aborter?.addEventListener('abort', end, { once: true });
  try {
    for (;;) {
      for (let notice = waiting.shift(); notice; notice = waiting.shift()) yield notice;
      if (over) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    over = true;
    clearTimeout(retry);
    aborter?.removeEventListener('abort', end);
    stopListening();
    stopWaiting();
  }
}
