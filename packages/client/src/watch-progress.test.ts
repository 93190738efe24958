// What stands between a page and the API may keep events back: then the long-poll takes over. The rest is tested against a real API.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchProgress } from './watch-progress.js';

const LAST = { value: 1, seq: 5, at: 1, state: 'completed', next_update_url: null };
const never = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new TypeError('aborted'))));

/** A platform whose events meet this fate, and whose long-polls get through. */
function platform(events: (signal: AbortSignal) => Promise<Response>) {
  const asked: string[] = [];
  const fetching = async (_url: unknown, init: { headers: Record<string, string>; signal: AbortSignal }) => {
    const accept = init.headers['accept'] as string;
    asked.push(accept);
    return accept === 'text/event-stream' ? events(init.signal) : Response.json(LAST);
  };
  return { asked, fetch: fetching as unknown as typeof fetch };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const silentBody = (signal: AbortSignal, first: string) =>
  new ReadableStream({
    start(stream) {
      if (first !== '') stream.enqueue(new TextEncoder().encode(first));
      signal.addEventListener('abort', () => stream.error(new TypeError('aborted')));
    },
  });
const headers = { 'content-type': 'text/event-stream' };

test.for([
  { kept: 'the whole answer', events: never, afterMs: 8000 },
  { kept: 'its body', events: async (s: AbortSignal) => new Response(silentBody(s, ''), { headers }), afterMs: 8000 },
  {
    kept: 'what follows',
    events: async (s: AbortSignal) => new Response(silentBody(s, ': \n\n'), { headers }),
    afterMs: 40_000,
  },
])('where a proxy keeps $kept back, the long-poll takes over', async ({ events, afterMs }) => {
  const { asked, fetch } = platform(events);
  const seen: unknown[] = [];
  const last = watchProgress('http://api/progress', (notice) => seen.push(notice), { fetch });
  await vi.advanceTimersByTimeAsync(afterMs - 100);
  expect(asked).toEqual(['text/event-stream']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await last).toEqual(LAST);
  expect(asked).toEqual(['text/event-stream', 'application/json']);
  expect(seen).toEqual([LAST]);
});

test('a token in the URL is sent in a header, and nowhere else', async () => {
  const calls: [string, Record<string, string>][] = [];
  const fetching = async (url: URL, init: { headers: Record<string, string> }) => {
    calls.push([String(url), init.headers]);
    return new Response(`data: ${JSON.stringify(LAST)}\n\n`, { headers });
  };
  await watchProgress('http://api/progress?token=t', () => undefined, { fetch: fetching as never });
  expect(calls).toEqual([['http://api/progress?since=0', { accept: 'text/event-stream', authorization: 'Bearer t' }]]);
});

test('a server that is away is asked again, more and more rarely, and for as long as it wants to be left alone', async () => {
  const times: number[] = [];
  const began = Date.now();
  const fetching = async () => {
    times.push(Date.now() - began);
    if (times.length < 4) throw new TypeError('no connection');
    if (times.length === 4) return new Response(null, { status: 503, headers: { 'retry-after': '20' } });
    return new Response(`data: ${JSON.stringify(LAST)}\n\n`, { headers });
  };
  const last = watchProgress('http://api/progress', () => undefined, { fetch: fetching as never });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await last).toEqual(LAST);
  expect(times[3]).toBeGreaterThanOrEqual(250 + 500 + 1000);
  expect((times[4] as number) - (times[3] as number)).toBeGreaterThanOrEqual(20_000);
});
