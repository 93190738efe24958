import { type Job, StaleJobError } from '@longshore/core';
import { expect } from 'vitest';
import { collect } from '../support/collect-notices.js';
import { until } from '../support/processes.js';
import { gate, test, thrownBy } from '../support/worker-bed.js';

const WAIT = { timeout: '10s' } as const;

test('a watch sees each progress and ends with the job', async ({ bed }) => {
  const job = await bed.queue.add('work', null);
  const watcher = collect(job.progress.watch());
  // Each post waits until the watcher has seen the one before, so that none may be left out.
  bed.worker(async (run: Job) => {
    const posted = [];
    for (let n = 0; n < 10; n++) {
      posted.push(await run.progress.post({ percent: n * 10 }));
      await until(() => watcher.seen.length > n);
    }
    return posted;
  });
  const posted = (await job.result(WAIT)) as { seq: number; at: number }[];
  await watcher.ended;
  expect(watcher.seen).toEqual(posted.map((stamp, n) => ({ ...stamp, value: { percent: n * 10 } })));
});

test('the last progress is seen, however soon the job ends after it', async ({ bed }) => {
  bed.worker(async (run: Job) => {
    await run.progress.post('almost');
    await run.progress.post('done');
  });
  const jobs = await bed.queue.addBulk(Array.from({ length: 30 }, () => ({ name: 'work', data: null })));
  const watchers = jobs.map((job) => collect(job.progress.watch()));
  await Promise.all(watchers.map(({ ended }) => ended));
  expect(watchers.map(({ values }) => values().at(-1))).toEqual(Array(30).fill('done'));
});

test('a late watcher sees the current value first; one after the end sees the last and ends', async ({ bed }) => {
  const posted = gate();
  const goOn = gate();
  bed.worker(async (run: Job) => {
    await run.progress.post(1);
    await run.progress.post(2);
    posted.open();
    await goOn.opened;
    await run.progress.post(3);
  });
  const job = await bed.queue.add('work', null);
  expect(await job.progress.read()).toBeUndefined();
  await posted.opened;
  const late = collect(bed.queue.job(job.id).progress.watch());
  await until(() => late.seen.length === 1);
  goOn.open();
  await Promise.all([job.result(WAIT), late.ended]);
  expect(late.values()).toEqual([2, 3]);
  expect(await job.progress.read()).toMatchObject({ value: 3 });
  const after = collect(job.progress.watch());
  await after.ended;
  expect(after.values()).toEqual([3]);
  const upToDate = collect(job.progress.watch({ since: after.seen[0]?.seq as number }));
  await upToDate.ended;
  expect(upToDate.values()).toEqual([]);
});

test('a watch ends when the job fails, and when it is removed', async ({ bed }) => {
  bed.removals = true;
  const delayed = await bed.queue.add('work', null, { delay: '1h' });
  const removed = collect(delayed.progress.watch());
  const job = await bed.queue.add('work', null);
  const failed = collect(job.progress.watch());
  bed.worker(async (run: Job) => {
    await run.progress.post('so far');
    throw new Error('no further');
  });
  await failed.ended;
  expect(failed.values().at(-1)).toBe('so far');
  await bed.queue.remove(delayed.id);
  await removed.ended;
  expect(removed.seen).toEqual([]);
});

test('a watch goes on through lost subscriptions and over the attempts of a job', async ({ bed, redis }) => {
  const job = await bed.queue.add('work', null, { attempts: 4, backoff: 1 });
  const watcher = collect(job.progress.watch());
  const channel = bed.key(`notice:${job.id}`);
  const subscribed = () => until(async () => Number(((await redis.pubsub('NUMSUB', channel)) as unknown[])[1]) === 1);
  bed.worker(async (run: Job) => {
    await subscribed();
    await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await run.progress.post(run.attempt);
    await until(() => watcher.values().includes(run.attempt));
    if (run.attempt < 4) throw new Error('once more');
  });
  await job.result(WAIT);
  await watcher.ended;
  expect(watcher.values()).toEqual([1, 2, 3, 4]);
});

test('a signal and the closing of the queue end a watch', async ({ bed }) => {
  const job = await bed.queue.add('work', null, { delay: '1h' });
  const stop = new AbortController();
  const signalled = collect(job.progress.watch({ signal: stop.signal }));
  const closed = collect(job.progress.watch());
  stop.abort();
  await signalled.ended;
  await bed.queue.close();
  await closed.ended;
  expect([signalled.seen, closed.seen]).toEqual([[], []]);
});

test('a run that has lost its job cannot post', async ({ bed }) => {
  const running = gate();
  const goOn = gate();
  const refused: unknown[] = [];
  const first = bed.worker(
    async (run: Job) => {
      await run.progress.post('first');
      running.open();
      await goOn.opened;
      refused.push(await run.progress.post('stale').catch((error: unknown) => error));
    },
    { concurrency: 1, prefetch: 0 },
  );
  const stale: unknown[] = [];
  first.on('stale', (error) => stale.push(error));
  const job = await bed.queue.add('work', null);
  await running.opened;
  // As a reaper would: the claim is taken from the worker and given to another.
  const [wid] = (await bed.redis.hkeys(bed.key('workers'))) as [string];
  await bed.redis
    .multi()
    .hdel(bed.key(`active:${wid}`), job.id)
    .lpush(bed.key('waiting'), job.id)
    .exec();
  bed.worker(async (run: Job) => {
    await run.progress.post('second');
    goOn.open();
    await until(() => refused.length === 1);
  });
  await job.result(WAIT);
  expect(refused).toEqual([expect.any(StaleJobError)]);
  expect(refused[0]).toMatchObject({ code: 'ERR_STALE_JOB', id: job.id });
  expect(await job.progress.read()).toMatchObject({ value: 'second' });
  await until(() => stale.length === 1);
});

test('a run that has ended cannot post', async ({ bed }) => {
  let left: Job | undefined;
  bed.worker(async (run: Job) => {
    left = run;
    await run.progress.post('in time');
  });
  const job = await bed.queue.add('work', null);
  await job.result(WAIT);
  expect(await thrownBy(left?.progress.post('too late') as Promise<unknown>)).toMatchObject({ code: 'ERR_STALE_JOB' });
  expect(await job.progress.read()).toMatchObject({ value: 'in time' });
});

test('progress that is no JSON is refused with its path, and the run goes on', async ({ bed }) => {
  bed.worker(async (run: Job) => (await thrownBy(run.progress.post({ at: new Date() })))['field']);
  const job = await bed.queue.add('work', null);
  expect(await job.result(WAIT)).toBe('progress.at');
});
