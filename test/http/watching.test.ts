// Watching with the client while everything around it breaks: no notice twice, and never without the last one.
import { ProblemError, type ProgressNotice, watchProgress } from '@longshore/client';
import { NoticeBoard } from '@longshore/core';
import { describe, expect, vi } from 'vitest';
import { type ApiBed, test } from '../support/api-bed.js';
import { RedisProxy } from '../support/proxy.js';
import { SteeredJob } from '../support/steered-job.js';

vi.setConfig({ testTimeout: 120_000 });

const urlOf = (bed: ApiBed, id: string): string =>
  `${bed.url}/api/v1/queues/${bed.queueName}/jobs/${encodeURIComponent(id)}/progress`;

/** What a proxy does that knows no events: the page of its maker. */
const withoutEvents: typeof fetch = async (url, init) =>
  new Headers(init?.headers).get('accept') === 'text/event-stream'
    ? new Response('<h1>A proxy</h1>', { headers: { 'content-type': 'text/html' } })
    : fetch(url, init);

function watch(url: string, options: Parameters<typeof watchProgress>[2] = {}) {
  const seen: ProgressNotice[] = [];
  let tell = (): void => undefined;
  const last = watchProgress(
    url,
    (notice) => {
      seen.push(notice);
      tell();
    },
    options,
  );
  last.catch(() => tell());
  const until = (fits: (notice: ProgressNotice) => boolean) =>
    new Promise<void>((resolve) => {
      tell = () => {
        if (seen.some(fits)) resolve();
      };
      tell();
    });
  return { seen, last, until };
}

const rises = (notices: readonly ProgressNotice[]): boolean =>
  notices.every(({ seq }, i) => i === 0 || seq > (notices[i - 1] as ProgressNotice).seq);

describe.each([
  { by: 'events', options: {} },
  { by: 'long-poll', options: { fetch: withoutEvents } },
])('by $by', ({ options }) => {
  test('each notice comes once, and the watch resolves with the last one', async ({ bed }) => {
    await using job = await SteeredJob.start(bed);
    const { seen, last, until } = watch(urlOf(bed, job.id), options);
    for (let percent = 1; percent <= 5; percent++) {
      await job.post({ percent });
      await until(({ value }) => value.percent === percent);
    }
    job.end();
    expect(await last).toMatchObject({ value: { percent: 5 }, state: 'completed', next_update_url: null });
    expect(seen.map(({ value, state }) => state ?? value.percent)).toEqual([1, 2, 3, 4, 5, 'completed']);
    expect(rises(seen)).toBe(true);
    // Whoever knows the last one already is told that there is no more.
    const known = watch(`${urlOf(bed, job.id)}?since=${seen.at(-1)?.seq}`, options);
    expect(await known.last).toEqual(seen.at(-1));
    expect(known.seen).toEqual([]);
  });

  test('what the API refuses rejects, and so does the signal', async ({ bed }) => {
    await using job = await SteeredJob.start(bed);
    await expect(watch(urlOf(bed, 'nobody'), options).last).rejects.toMatchObject({ code: 'ERR_JOB_REMOVED' });
    await expect(watch(urlOf(bed, 'nobody'), options).last).rejects.toBeInstanceOf(ProblemError);
    await job.post(1);
    const aborter = new AbortController();
    const { last, until } = watch(urlOf(bed, job.id), { ...options, signal: aborter.signal });
    await until(({ value }) => value === 1);
    aborter.abort(new Error('enough'));
    await expect(last).rejects.toThrow('enough');
    await expect(
      watchProgress(
        urlOf(bed, job.id),
        () => {
          throw new Error('mine');
        },
        options,
      ),
    ).rejects.toThrow('mine');
  });
});

/** Posts numbers while one harm after the other is done, each when all have seen the last number; then ends the job. */
async function postThrough(
  job: SteeredJob,
  watches: readonly Pick<ReturnType<typeof watch>, 'until'>[],
  harms: readonly (() => Promise<unknown>)[],
): Promise<number> {
  let number = 0;
  for (const harm of harms) {
    const harmed = harm();
    for (let i = 0; i < 20; i++) {
      await job.post(++number);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
    }
    await harmed;
    await Promise.all(watches.map(({ until }) => until(({ value }) => value === number)));
  }
  job.end();
  await job.handle.result();
  return number;
}

test('through restarts of the API, cut connections and a Redis that is gone for a while', async ({ bed, server }) => {
  await using proxy = await RedisProxy.open(server);
  const first = await bed.start({ connection: proxy.url });
  let api = first;
  const restart = async () => {
    await api.close();
    api = await bed.start({ connection: proxy.url, port: first.port });
  };
  const outage = async () => {
    proxy.isRefusing = true;
    proxy.cut();
    await expect.poll(async () => (await fetch(urlOf(bed, job.id))).status, { timeout: 20_000 }).toBe(503);
    proxy.isRefusing = false;
  };
  const cut = async () => proxy.cut();
  await using job = await SteeredJob.start(bed);
  const watches = [1, 2, 3].map((_, i) => watch(urlOf(bed, job.id), i === 2 ? { fetch: withoutEvents } : {}));
  const number = await postThrough(job, watches, [restart, cut, outage, cut, restart, outage]);
  for (const { seen, last } of watches) {
    expect(await last).toMatchObject({ value: number, state: 'completed' });
    expect(seen.at(-1)).toEqual(await last);
    expect(rises(seen)).toBe(true);
    expect(seen.length).toBeGreaterThan(6);
  }
});

test('a board is watched until the signal', async ({ bed }) => {
  await using board = new NoticeBoard(bed.queueName, { connection: bed.server.url });
  const aborter = new AbortController();
  const { seen, last, until } = watch(`${bed.url}/api/v1/boards/${bed.queueName}`, { signal: aborter.signal });
  await board.post(1);
  await until(({ value }) => value === 1);
  await bed.ask(`/api/v1/boards/${bed.queueName}`, { method: 'PUT', json: { value: 2 } });
  await until(({ value }) => value === 2);
  aborter.abort();
  await expect(last).rejects.toThrow();
  expect(seen.map(({ value }) => value)).toEqual([1, 2]);
});
