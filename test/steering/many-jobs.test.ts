import { type AddOptions, type Job, UnrecoverableError } from '@longshore/core';
import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { holdingWorker, test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

const wrong = (value: unknown) => value as never;

function add(bed: WorkerBed, count: number, name = 'work', options: AddOptions = {}) {
  return bed.queue.addBulk(Array.from({ length: count }, (_, i) => ({ name, data: i, options })));
}

/** Jobs of these names that have failed, in this order. */
async function failedJobs(bed: WorkerBed, ...names: string[]): Promise<void> {
  const worker = bed.worker(
    (job: Job) => {
      throw new UnrecoverableError(`no ${job.name}`);
    },
    { concurrency: 1 },
  );
  for (const name of names) await bed.queue.add(name, null);
  await until(async () => (await bed.queue.counts()).failed === names.length);
  await worker.close();
}

describe('retryWhere', () => {
  test('retries what matches, the oldest first', async ({ bed }) => {
    await failedJobs(bed, 'mail', 'bill', 'mail', 'bill');
    expect(await bed.queue.retryWhere({ name: 'bill' })).toEqual({ matched: 2, changed: 2 });
    expect(await bed.queue.counts()).toMatchObject({ failed: 2, waiting: 2 });
    expect(await bed.queue.retryWhere({ error: 'NO MAIL' }, { limit: 1 })).toEqual({ matched: 1, changed: 1 });
    expect(await bed.queue.retryWhere({})).toEqual({ matched: 1, changed: 1 });
    const ran: string[] = [];
    bed.worker((job: Job) => void ran.push(job.name), { concurrency: 1 });
    await until(() => ran.length === 4);
    expect(ran).toEqual(['bill', 'bill', 'mail', 'mail']);
  });

  test('counts and changes nothing when it shall not', async ({ bed }) => {
    await failedJobs(bed, 'a', 'b', 'c');
    expect(await bed.queue.retryWhere({ state: 'failed' }, { dryRun: true })).toEqual({ matched: 3, changed: 0 });
    expect(await bed.queue.counts()).toMatchObject({ failed: 3, waiting: 0 });
  });

  test('ends where jobs fail again at once, and retries each once', async ({ bed }) => {
    const runs = new Map<string, number>();
    bed.worker(
      (job: Job) => {
        runs.set(job.id, (runs.get(job.id) ?? 0) + 1);
        throw new UnrecoverableError('no');
      },
      { concurrency: 50 },
    );
    await add(bed, 500);
    await until(async () => (await bed.queue.counts()).failed === 500);
    expect(await bed.queue.retryWhere({})).toEqual({ matched: 500, changed: 500 });
    await until(async () => (await bed.queue.counts()).failed === 500);
    expect(new Set(runs.values())).toEqual(new Set([2]));
  });

  test('says how many could not be retried', async ({ bed }) => {
    const lock = { unique: { key: 'one' } };
    const first = await bed.queue.add('work', 1, lock);
    await first.cancel();
    await bed.queue.add('work', 2, lock);
    expect(await bed.queue.retryWhere({ state: 'cancelled' })).toEqual({ matched: 1, changed: 0 });
  });

  test('against retention that takes the jobs away', async ({ bed }) => {
    await failedJobs(bed, ...Array.from({ length: 150 }, () => 'work'));
    const removals = bed.queue.removeWhere({ state: 'failed' });
    const { changed } = await bed.queue.retryWhere({});
    const removed = (await removals).changed;
    const left = await bed.queue.counts();
    expect([changed + removed, left.failed, left.waiting]).toEqual([150, 0, changed]);
  });
});

describe('cancelWhere', () => {
  test('cancels what waits, in batches, and orders what runs to stop', async ({ bed }) => {
    const { open } = holdingWorker(bed);
    const held = await bed.queue.add('hold', null);
    await until(async () => (await held.state()) === 'active');
    await add(bed, 250);
    await add(bed, 3, 'other');
    const progress: number[] = [];
    const onProgress = ({ changed }: { changed: number }) => void progress.push(changed);
    const outcome = await bed.queue.cancelWhere({ state: 'waiting', name: 'work' }, { reason: 'enough', onProgress });
    expect(outcome).toEqual({ matched: 250, changed: 250 });
    expect(progress.length).toBeGreaterThan(2);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(await bed.queue.counts()).toMatchObject({ waiting: 3, cancelled: 250 });
    expect((await bed.queue.list({ state: 'cancelled', limit: 1 })).jobs).toMatchObject([{ reason: 'enough' }]);
    expect(await bed.queue.cancelWhere({ state: 'active' })).toEqual({ matched: 1, changed: 1 });
    open();
    await until(async () => (await bed.queue.counts()).completed === 4);
  });

  test.for<[state: 'prioritized' | 'delayed', options: AddOptions]>([
    ['prioritized', { priority: 4 }],
    ['delayed', { delay: '1h' }],
  ])('of %s jobs', async ([state, options], { bed }) => {
    await add(bed, 130, 'work', options);
    expect(await bed.queue.cancelWhere({ state })).toEqual({ matched: 130, changed: 130 });
    expect(await bed.queue.counts()).toMatchObject({ [state]: 0, cancelled: 130 });
  });

  test('ends while jobs are added, and leaves those alone', async ({ bed }) => {
    await add(bed, 500);
    // What is added within the same millisecond may be among them: the first ones follow after it.
    let isOver = false;
    const late: string[] = [];
    const adding = (async () => {
      while (!isOver) late.push(...(await add(bed, 20, 'late')).map(({ id }) => id));
    })();
    const { matched } = await bed.queue.cancelWhere({ state: 'waiting', name: 'work' });
    isOver = true;
    await adding;
    expect(matched).toBe(500);
    expect((await bed.queue.counts()).waiting).toBe(late.length);
  });
});

describe('removeWhere', () => {
  test('removes what has ended, page by page, and what waits', async ({ bed }) => {
    const worker = bed.worker(() => 'done', { concurrency: 50 });
    await add(bed, 230);
    await until(async () => (await bed.queue.counts()).completed === 230);
    await worker.close();
    await add(bed, 120);
    expect(await bed.queue.removeWhere({ state: 'completed' }, { limit: 130 })).toEqual({ matched: 130, changed: 130 });
    expect((await bed.queue.counts()).completed).toBe(100);
    expect(await bed.queue.removeWhere({ state: 'completed' })).toEqual({ matched: 100, changed: 100 });
    expect(await bed.queue.removeWhere({ state: 'waiting' })).toEqual({ matched: 120, changed: 120 });
    expect(await bed.queue.counts()).toMatchObject({ completed: 0, waiting: 0 });
    expect(await bed.redis.keys(bed.key('job:*'))).toEqual([]);
  });
});

test('promoteWhere lets delayed jobs run at once', async ({ bed }) => {
  await add(bed, 120, 'reminder', { delay: '1h' });
  await add(bed, 2, 'other', { delay: '1h' });
  expect(await bed.queue.promoteWhere({ name: 'reminder' })).toEqual({ matched: 120, changed: 120 });
  expect(await bed.queue.counts()).toMatchObject({ delayed: 2, waiting: 120 });
});

test('a filter that matches nothing changes nothing', async ({ bed }) => {
  const nothing = { matched: 0, changed: 0 };
  expect(await bed.queue.retryWhere({})).toEqual(nothing);
  expect(await bed.queue.promoteWhere({})).toEqual(nothing);
  expect(await bed.queue.cancelWhere({ state: 'waiting' })).toEqual(nothing);
  expect(await bed.queue.removeWhere({ state: 'failed', error: 'x' })).toEqual(nothing);
});

test('a signal ends it between two calls', async ({ bed }) => {
  await add(bed, 300);
  const stop = new AbortController();
  const onProgress = () => stop.abort(new Error('enough'));
  const ended = thrownBy(bed.queue.cancelWhere({ state: 'waiting' }, { signal: stop.signal, onProgress }));
  expect((await ended).message).toBe('enough');
  expect(await bed.queue.counts()).toMatchObject({ cancelled: 100, waiting: 200 });
});

describe('what cannot be meant is refused', () => {
  test.for([
    ['cancelWhere', undefined, {}, 'filter'],
    ['cancelWhere', {}, {}, 'filter.state'],
    ['removeWhere', { name: 'work' }, {}, 'filter.state'],
    ['removeWhere', { state: 'active' }, {}, 'filter.state'],
    ['cancelWhere', { state: 'completed' }, {}, 'filter.state'],
    ['retryWhere', { state: 'completed' }, {}, 'filter.state'],
    ['promoteWhere', { state: 'waiting' }, {}, 'filter.state'],
    ['retryWhere', { stat: 'failed' }, {}, 'filter.stat'],
    ['retryWhere', { error: '' }, {}, 'filter.error'],
    ['cancelWhere', { state: 'waiting', error: 'x' }, {}, 'filter.error'],
    ['retryWhere', {}, { limit: -1 }, 'options.limit'],
    ['retryWhere', {}, { limit: 1.5 }, 'options.limit'],
    ['retryWhere', {}, { dryRun: 1 }, 'options.dryRun'],
    ['retryWhere', {}, { dryrun: true }, 'options.dryrun'],
    ['retryWhere', {}, { signal: {} }, 'options.signal'],
    ['retryWhere', {}, { onProgress: 5 }, 'options.onProgress'],
    ['retryWhere', {}, { reason: 'x' }, 'options.reason'],
    ['cancelWhere', { state: 'waiting' }, { reason: 5 }, 'options.reason'],
  ] as const)('%s(%o, %o)', async ([method, filter, options, field], { bed }) => {
    const error = await thrownBy(bed.queue[method](wrong(filter), wrong(options)));
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field });
  });
});
