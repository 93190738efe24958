// How a request for notices is answered: at once, by a long-poll, or as server-sent events.
import type { FastifyReply } from 'fastify';
import type { Principal } from '../security/principal.js';
import type { EventStream } from './event-stream.js';
import type { NoticeDocument, Posted } from './posted.js';
import type { Streams } from './streams.js';
import type { Topic } from './topic.js';

/** No proxy gives up before. */
const LONGEST_WAIT_MS = 25_000;

interface NoticeRequest {
  /** Where this is watched, seen from outside. */
  readonly path: string;
  /** Notices up to this one are known. */
  readonly since: number;
  readonly waitMs: number;
  /** Added to the query of the next update. */
  readonly more: string;
  /** When whoever asks may no longer watch, ms since 1970. */
  readonly endsAt: number | undefined;
}

interface AskedBy {
  readonly query: { readonly since?: number; readonly wait?: number; readonly token?: string };
  readonly headers: { readonly 'last-event-id'?: number };
  readonly principal: Principal | null;
}

/** What was asked for, as the schemas of `schemas/notices.ts` let it through. */
export function readNoticeQuery(path: string, { query, headers, principal }: AskedBy): NoticeRequest {
  const { since = 0, wait, token } = query;
  return {
    path,
    since: headers['last-event-id'] ?? since,
    waitMs: Math.min(wait ?? LONGEST_WAIT_MS, LONGEST_WAIT_MS),
    // Who follows the URL by hand asks in the same way again.
    more: (wait === undefined ? '' : `&wait=${wait}`) + (token === undefined ? '' : `&token=${token}`),
    endsAt: principal?.expiresAt,
  };
}

export async function answerNotices(
  streams: Streams,
  topic: Topic,
  asked: NoticeRequest,
  { headers }: { headers: { accept?: string | undefined } },
  reply: FastifyReply,
): Promise<NoticeDocument | FastifyReply> {
  reply.header('cache-control', 'no-store').header('vary', 'accept');
  const { since, path, more } = asked;
  const newest = await topic.newest();
  const isOver = newest?.state !== undefined;
  if (isOver && newest.seq <= since) return nothingNew(reply);
  if (/\btext\/event-stream\b/i.test(headers.accept ?? '')) {
    streamNotices(topic, newest, streams.open(reply), asked);
    return reply;
  }
  if (newest && newest.seq > since) return newest.document(path, more);
  const next = asked.waitMs > 0 ? await nextNotice(streams, topic, asked, reply) : undefined;
  return next ? next.document(path, more) : nothingNew(reply);
}

const nothingNew = (reply: FastifyReply): FastifyReply => reply.code(204).send(null);

/** Undefined when nothing comes in time, when who asked has gone, or when the API closes. */
function nextNotice(
  streams: Streams,
  topic: Topic,
  { since, waitMs }: NoticeRequest,
  { raw }: FastifyReply,
): Promise<Posted | undefined> {
  const leaveStreams = streams.enter();
  return new Promise((resolve) => {
    const done = (posted?: Posted): void => {
      clearTimeout(timer);
      leave();
      leaveStreams();
      raw.off('close', gone);
      resolve(posted);
    };
    const gone = (): void => done();
    const leave = topic.add({
      tell: (posted) => {
        if (posted.seq > since) done(posted);
        else if (posted.state !== undefined) done();
      },
      end: done,
    });
    const timer = setTimeout(done, waitMs);
    raw.once('close', gone);
  });
}

/** A client that is behind gets the newest notice when it has caught up: what counts is the last value. */
function streamNotices(topic: Topic, newest: Posted | undefined, stream: EventStream, asked: NoticeRequest): void {
  let last = asked.since;
  let kept: Posted | undefined;
  const tell = (posted: Posted): void => {
    if (stream.isBlocked) {
      kept = posted;
      return;
    }
    if (posted.seq > last) {
      last = posted.seq;
      stream.write(posted.frame(asked.path));
    }
    if (posted.state !== undefined) stream.end();
  };
  stream.onDrain(() => {
    const posted = kept;
    kept = undefined;
    if (posted) tell(posted);
  });
  if (newest) tell(newest);
  if (newest?.state !== undefined) return;
  stream.onClose(topic.add({ tell, end: () => stream.end() }));
  endAt(asked.endsAt, stream);
}

/** Ends a stream when whoever watches may no longer: when they come back they are told. */
function endAt(endsAt: number | undefined, stream: EventStream): void {
  if (endsAt === undefined) return;
  const timer = setTimeout(() => stream.end(), Math.min(endsAt - Date.now(), 2 ** 31 - 1)).unref();
  stream.onClose(() => clearTimeout(timer));
}
