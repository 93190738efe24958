import type { Job, ListedState, ListOptions, Queue } from '@longshore/core';
import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { holdingWorker, test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

/** All pages of a list, one after the other. */
async function pages(queue: Queue, options: ListOptions): Promise<string[][]> {
  const all: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await queue.list({ ...options, cursor });
    all.push(page.jobs.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return all;
}

const everyId = async (queue: Queue, options: ListOptions) => (await pages(queue, options)).flat();
const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `job-${from + i}`);

async function addNumbered(queue: Queue, count: number, options = {}, from = 0): Promise<void> {
  const ids = numbers(count, from);
  await queue.addBulk(ids.map((jobId) => ({ name: 'work', data: { of: jobId }, options: { jobId, ...options } })));
}

/** Ten failed jobs, of which the odd ones timed out. */
async function failTen(bed: WorkerBed): Promise<void> {
  bed.worker((job: Job) => {
    throw new Error(job.data.odd ? 'The Carrier timed out' : 'no such "thing"');
  });
  for (const [i, jobId] of numbers(10).entries()) {
    const job = await bed.queue.add(i < 5 ? 'early' : 'late', { odd: i % 2 === 1 }, { jobId });
    await job.result().catch(() => undefined);
  }
}

describe.for<[ListedState, object]>([
  ['waiting', {}],
  ['delayed', { delay: '1h' }],
  ['prioritized', { priority: 3 }],
])('%s jobs', ([state, options]) => {
  test('come in pages, the next to run first', async ({ bed }) => {
    await addNumbered(bed.queue, 25, options);
    const found = await pages(bed.queue, { state, limit: 10 });
    expect(found.map((page) => page.length).filter((length) => length > 0)).toEqual([10, 10, 5]);
    const all = found.flat();
    expect(all.toSorted()).toEqual(numbers(25).toSorted());
    if (state !== 'delayed') expect(all).toEqual(numbers(25));
  });

  test('come in the other order too', async ({ bed }) => {
    await addNumbered(bed.queue, 25, options);
    const oldest = await everyId(bed.queue, { state, limit: 7, order: 'oldest' });
    expect(await everyId(bed.queue, { state, limit: 4, order: 'newest' })).toEqual(oldest.toReversed());
  });

  test('that were removed from a page stand in nobody’s way', async ({ bed }) => {
    bed.removals = true;
    await addNumbered(bed.queue, 25, options);
    const first = await bed.queue.list({ state, limit: 10 });
    const gone = [...first.jobs.slice(8), ...(await bed.queue.list({ state, limit: 12 })).jobs.slice(10)];
    for (const { id } of gone) await bed.queue.cancel(id);
    const rest: string[] = [];
    for (let { cursor } = first; cursor !== undefined; ) {
      const page = await bed.queue.list({ state, limit: 10, cursor });
      rest.push(...page.jobs.map(({ id }) => id));
      cursor = page.cursor;
    }
    expect(rest).toHaveLength(13);
    expect(rest).not.toContain(gone[2]?.id);
    expect(new Set([...rest, ...first.jobs.map(({ id }) => id)]).size).toBe(23);
  });

  test('tell what is known of them, and what they carry only when asked', async ({ bed }) => {
    await addNumbered(bed.queue, 1, options);
    const [job] = (await bed.queue.list({ state })).jobs;
    expect(job).toMatchObject({ id: 'job-0', name: 'work', state, attempts: 0, crashes: 0 });
    expect(job?.addedAt).toBeGreaterThan(1e12);
    expect(job).not.toHaveProperty('data');
    if (state === 'delayed') expect(job?.dueAt).toBe((job?.addedAt ?? 0) + 3_600_000);
    if (state === 'prioritized') expect(job?.priority).toBe(3);
    const [full] = (await bed.queue.list({ state, data: true })).jobs;
    expect(full?.data).toEqual({ of: 'job-0' });
  });
});

describe('a list', () => {
  test('goes on where it was while jobs are taken and added', async ({ bed }) => {
    await addNumbered(bed.queue, 20);
    const first = await bed.queue.list({ state: 'waiting', limit: 5 });
    const ran: string[] = [];
    const worker = bed.worker(async ({ id }) => void ran.push(id), { concurrency: 1 });
    await until(() => ran.length >= 3);
    await worker.close();
    const taken = ran.length;
    await addNumbered(bed.queue, 10, {}, 20);
    const left = numbers(30).slice(Math.max(5, taken));
    const rest: string[] = [];
    for (let { cursor } = first; cursor !== undefined; ) {
      const page = await bed.queue.list({ state: 'waiting', limit: 5, cursor });
      rest.push(...page.jobs.map(({ id }) => id));
      cursor = page.cursor;
    }
    expect(rest).toEqual(left);
  });

  test('shows neither husks nor marks', async ({ bed }) => {
    await addNumbered(bed.queue, 3);
    await bed.queue.cancel('job-1');
    await bed.redis.rpush(bed.key('waiting'), '');
    expect(await everyId(bed.queue, { state: 'waiting' })).toEqual(['job-0', 'job-2']);
    expect(await everyId(bed.queue, { state: 'cancelled' })).toEqual(['job-1']);
    await bed.redis.lrem(bed.key('waiting'), 0, '');
  });

  test('sends large data and small alike, and ends a page where it grows large', async ({ bed }) => {
    const text = 'x'.repeat(400_000);
    for (const jobId of numbers(6)) await bed.queue.add('work', { text }, { jobId });
    const first = await bed.queue.list({ state: 'waiting', data: true });
    expect(first.jobs.map(({ data }) => data)).toEqual(Array(3).fill({ text }));
    expect(await everyId(bed.queue, { state: 'waiting', data: true })).toEqual(numbers(6));
  });

  test('knows what runs, and where', async ({ bed }) => {
    const { worker, open } = holdingWorker(bed);
    await bed.queue.add('hold', null, { jobId: 'held' });
    await until(async () => (await bed.queue.counts()).active === 1);
    const [job] = (await bed.queue.list({ state: 'active' })).jobs;
    expect(job).toMatchObject({ id: 'held', name: 'hold', worker: expect.stringMatching(/^\w{12}$/) });
    expect(job?.takenAt).toBeGreaterThanOrEqual((job?.addedAt ?? 0) - 1);
    open();
    await worker.close();
    expect((await bed.queue.list({ state: 'active' })).jobs).toEqual([]);
  });

  test('knows what is parked, of one name or of all', async ({ bed }) => {
    const worker = bed.worker({ known: async () => undefined }, { concurrency: 2 });
    for (const name of ['strange', 'odd"name']) await bed.queue.add(name, null, { jobId: name.slice(0, 3) });
    await until(async () => (await bed.queue.counts()).parked === 2);
    expect((await everyId(bed.queue, { state: 'parked' })).toSorted()).toEqual(['odd', 'str']);
    expect(await everyId(bed.queue, { state: 'parked', name: 'odd"name' })).toEqual(['odd']);
    expect(await everyId(bed.queue, { state: 'parked', name: 'strange' })).toEqual(['str']);
    await worker.close();
  });

  test('knows what completed, the newest first', async ({ bed }) => {
    bed.worker(async (job) => ({ done: job.id }), { concurrency: 1 });
    await addNumbered(bed.queue, 12);
    await until(async () => (await bed.queue.counts()).completed === 12);
    const { jobs } = await bed.queue.list({ state: 'completed', limit: 200 });
    expect(jobs.map(({ id }) => id)).toEqual(numbers(12).toReversed());
    expect(jobs[0]).toMatchObject({ attempts: 1, runMs: expect.any(Number), worker: expect.any(String) });
    expect(jobs[0]?.endedAt).toBeGreaterThanOrEqual(jobs[1]?.endedAt ?? Number.POSITIVE_INFINITY);
    expect(await everyId(bed.queue, { state: 'completed', limit: 5 })).toEqual(jobs.map(({ id }) => id));
  });
});

describe('filters', () => {
  test('let through what failed with a word, whatever its case', async ({ bed }) => {
    await failTen(bed);
    const odd = ['job-9', 'job-7', 'job-5', 'job-3', 'job-1'];
    expect(await everyId(bed.queue, { state: 'failed', error: 'carrier TIMED' })).toEqual(odd);
    expect(await everyId(bed.queue, { state: 'failed', error: 'such "thing"', limit: 2 })).toHaveLength(5);
    expect(await everyId(bed.queue, { state: 'failed', error: 'timed', name: 'early' })).toEqual(['job-3', 'job-1']);
    const [job] = (await bed.queue.list({ state: 'failed', error: 'timed' })).jobs;
    expect(job?.error).toMatchObject({ name: 'Error', message: 'The Carrier timed out' });
  });

  // What stands in a record besides: the words of its fields, the stack.
  test.for(['nowhere', 'message', 'stack', 'list.test'])(
    'let nothing through that no error says: %s',
    async (error, { bed }) => {
      await failTen(bed);
      expect(await everyId(bed.queue, { state: 'failed', error })).toEqual([]);
    },
  );

  test('find the reason of a cancel', async ({ bed }) => {
    await addNumbered(bed.queue, 3);
    for (const id of numbers(2)) await bed.queue.cancel(id, `Sold out: ${id}`);
    expect(await everyId(bed.queue, { state: 'cancelled', error: 'sold OUT: job-1' })).toEqual(['job-1']);
    expect((await bed.queue.list({ state: 'cancelled', error: 'job-0' })).jobs[0]?.reason).toBe('Sold out: job-0');
  });

  test('may make a page empty that another follows', async ({ bed }) => {
    await addNumbered(bed.queue, 800);
    await bed.queue.add('rare', null, { jobId: 'last' });
    const found = await pages(bed.queue, { state: 'waiting', name: 'rare' });
    expect(found).toEqual([[], [], ['last']]);
  });
});

describe('wrong calls', () => {
  test.for<[string, unknown, string, string]>([
    ['no state', {}, 'options.state', 'ERR_INVALID_OPTION'],
    ['an unknown state', { state: 'lost' }, 'options.state', 'ERR_INVALID_OPTION'],
    ['a negative limit', { state: 'failed', limit: -1 }, 'options.limit', 'ERR_INVALID_OPTION'],
    ['a limit that is too high', { state: 'failed', limit: 201 }, 'options.limit', 'ERR_INVALID_OPTION'],
    ['a limit that is no number', { state: 'failed', limit: '5' }, 'options.limit', 'ERR_INVALID_OPTION'],
    ['an unknown order', { state: 'failed', order: 'random' }, 'options.order', 'ERR_INVALID_OPTION'],
    ['an unknown option', { state: 'failed', page: 2 }, 'options.page', 'ERR_INVALID_OPTION'],
    ['an error of what has none', { state: 'waiting', error: 'x' }, 'options.error', 'ERR_INVALID_OPTION'],
    ['an empty error', { state: 'failed', error: '' }, 'options.error', 'ERR_INVALID_OPTION'],
    ['a name with a space', { state: 'failed', name: 'a b' }, 'options.name', 'ERR_INVALID_NAME'],
    ['a cursor of rubbish', { state: 'failed', cursor: 'rubbish' }, 'options.cursor', 'ERR_INVALID_CURSOR'],
    ['a cursor that is a number', { state: 'failed', cursor: 7 }, 'options.cursor', 'ERR_INVALID_CURSOR'],
    ['no object', 'failed', 'options', 'ERR_INVALID_OPTION'],
  ])('%s', async ([, options, field, code], { bed }) => {
    expect(await thrownBy(bed.queue.list(options as ListOptions))).toMatchObject({ code, field });
  });

  test('a cursor does not go on in another list', async ({ bed }) => {
    await addNumbered(bed.queue, 3);
    const { cursor } = await bed.queue.list({ state: 'waiting', limit: 1 });
    expect(cursor).toBeDefined();
    const others: ListOptions[] = [
      { state: 'delayed' },
      { state: 'waiting', name: 'work' },
      { state: 'waiting', order: 'newest' },
    ];
    for (const options of others)
      expect(await thrownBy(bed.queue.list({ ...options, cursor }))).toMatchObject({ code: 'ERR_INVALID_CURSOR' });
    const other = bed.queueNamed(`${bed.queueName}-other`);
    expect(await thrownBy(other.list({ state: 'waiting', cursor }))).toMatchObject({ code: 'ERR_INVALID_CURSOR' });
  });
});
