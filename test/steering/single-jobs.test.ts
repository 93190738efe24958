import { type AddOptions, type Job, UnrecoverableError } from '@longshore/core';
import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { holdingWorker, PLACES, test, thrownBy } from '../support/worker-bed.js';

const WAIT = { timeout: '20s' } as const;
const LOCK = { unique: { key: 'user:7' } };
const wrong = (value: unknown) => value as never;

describe('retry', () => {
  test('runs a failed job again, from its first attempt, with its checkpoint', async ({ bed }) => {
    const seen: unknown[] = [];
    let isBroken = true;
    bed.worker(async (job: Job) => {
      seen.push(job.attempt);
      if (isBroken) throw new UnrecoverableError('the card was closed');
      return 'paid';
    });
    const job = await bed.queue.add('work', null, { attempts: 3 });
    expect(await thrownBy(job.result(WAIT))).toMatchObject({ code: 'ERR_JOB_FAILED' });
    isBroken = false;
    expect(await bed.queue.retry(job.id)).toBe('retried');
    expect(await job.result(WAIT)).toBe('paid');
    expect(seen).toEqual([1, 1]);
    expect(await bed.queue.retry(job.id)).toBe('completed');
  });

  test('runs a cancelled one, whose entry still stands in the list, once', async ({ bed }) => {
    const job = await bed.queue.add('work', null);
    await job.cancel();
    expect(await bed.queue.retry(job.id)).toBe('retried');
    expect(await bed.queue.retry(job.id)).toBe('live');
    const ran: string[] = [];
    bed.worker((run: Job) => void ran.push(run.id));
    await job.result(WAIT);
    const after = await bed.queue.add('work', null);
    await after.result(WAIT);
    expect(ran).toEqual([job.id, after.id]);
  });

  test('lets no expired one expire again', async ({ bed }) => {
    const { open } = holdingWorker(bed);
    await bed.queue.add('hold', null);
    const job = await bed.queue.add('work', null, { expiresIn: 1 });
    const worker = bed.worker(() => null, { concurrency: 1 });
    expect(await thrownBy(job.result(WAIT))).toMatchObject({ code: 'ERR_JOB_EXPIRED' });
    await worker.close();
    expect(await bed.queue.retry(job.id)).toBe('retried');
    open();
    await job.result(WAIT);
    expect(await job.state()).toBe('completed');
  });

  test('of two at once, one retries', async ({ bed }) => {
    const job = await bed.queue.add('work', null);
    await job.cancel();
    const outcomes = await Promise.all([bed.queue.retry(job.id), bed.queue.retry(job.id)]);
    expect(outcomes.sort()).toEqual(['live', 'retried']);
  });

  test('does not run a job beside the one that has its unique key', async ({ bed }) => {
    const first = await bed.queue.add('work', 1, LOCK);
    await first.cancel();
    const second = await bed.queue.add('work', 2, LOCK);
    expect(second.created).toBe(true);
    expect(await bed.queue.retry(first.id)).toBe('held');
    expect(await first.state()).toBe('cancelled');
    await second.cancel();
    expect(await bed.queue.retry(first.id)).toBe('retried');
    const third = await bed.queue.add('work', 3, LOCK);
    expect([third.created, third.id]).toEqual([false, first.id]);
  });
});

describe('promote', () => {
  test.for<AddOptions>([{}, { priority: 5 }, { lifo: true }])(
    'lets a delayed job run at once: %o',
    async (options, { bed }) => {
      bed.worker(() => 'done');
      const job = await bed.queue.add('work', null, { delay: '1h', ...options });
      expect(await bed.queue.promote(job.id)).toBe('promoted');
      expect(await job.result(WAIT)).toBe('done');
      expect(await bed.queue.promote(job.id)).toBe('ended');
    },
  );

  test('lets one that waits for its next attempt have it', async ({ bed }) => {
    bed.worker((job: Job) => {
      if (job.attempt === 1) throw new Error('again');
      return job.attempt;
    });
    const job = await bed.queue.add('work', null, { attempts: 2, backoff: '1h' });
    await until(async () => (await job.state()) === 'delayed');
    await bed.queue.promote(job.id);
    expect(await job.result(WAIT)).toBe(2);
  });
});

describe('reschedule', () => {
  test.for(PLACES)('delays a job that is $where, and it runs once', async ({ options }, { bed }) => {
    const ran: string[] = [];
    const job = await bed.queue.add('work', null, options);
    expect(await bed.queue.reschedule(job.id, { delay: '2h' })).toBe('rescheduled');
    expect(await job.state()).toBe('delayed');
    bed.worker((run: Job) => void ran.push(run.id));
    const other = await bed.queue.add('work', null);
    await other.result(WAIT);
    expect(ran).toEqual([other.id]);
    expect(await bed.queue.reschedule(job.id, { runAt: new Date(0) })).toBe('rescheduled');
    await job.result(WAIT);
    expect(ran).toEqual([other.id, job.id]);
  });

  test('delays one that is parked, and a worker with its handler takes it once it is due', async ({ bed }) => {
    const worker = bed.worker({ other: () => null } as never);
    const job = await bed.queue.add('rare', null);
    await until(async () => (await job.state()) === 'parked');
    expect(await bed.queue.reschedule(job.id, { delay: '1h' })).toBe('rescheduled');
    await worker.close();
    await bed.queue.promote(job.id);
    expect(await job.state()).toBe('waiting');
    const ran: string[] = [];
    bed.worker({ rare: (run: Job) => void ran.push(run.id) } as never);
    await job.result(WAIT);
    expect(ran).toEqual([job.id]);
  });

  test('leaves alone what runs', async ({ bed }) => {
    const { open } = holdingWorker(bed);
    const job = await bed.queue.add('hold', null);
    await until(async () => (await job.state()) === 'active');
    expect(await bed.queue.reschedule(job.id, { delay: 5 })).toBe('active');
    open();
    await job.result(WAIT);
    expect(await bed.queue.reschedule(job.id, { delay: 5 })).toBe('ended');
  });

  test('against workers that take: each job runs once', async ({ bed }) => {
    const jobs = await bed.queue.addBulk(Array.from({ length: 300 }, () => ({ name: 'work', data: null })));
    const ran: string[] = [];
    bed.worker((run: Job) => void ran.push(run.id), { concurrency: 5 });
    bed.worker((run: Job) => void ran.push(run.id), { concurrency: 5 });
    const moves = jobs.map(async ({ id }) => bed.queue.reschedule(id, { delay: 1 }));
    const outcomes = new Set(await Promise.all(moves));
    expect(outcomes.has('missing')).toBe(false);
    await Promise.all(jobs.map((job) => job.result(WAIT)));
    expect(ran.toSorted()).toEqual(jobs.map(({ id }) => id).sort());
  });
});

describe('remove', () => {
  test.for(PLACES)('takes away a job that is $where, and frees its unique key', async ({ options }, { bed }) => {
    const job = await bed.queue.add('work', null, { ...options, ...LOCK });
    expect(await bed.queue.remove(job.id)).toBe(true);
    expect(await thrownBy(job.state())).toMatchObject({ code: 'ERR_JOB_REMOVED' });
    expect((await bed.queue.add('work', null, LOCK)).created).toBe(true);
  });

  test('against an add of its unique key: one of them holds it', async ({ bed }) => {
    for (let round = 0; round < 20; round += 1) {
      const lock = { unique: { key: `round-${round}` } };
      const first = await bed.queue.add('work', null, lock);
      const [, second] = await Promise.all([bed.queue.remove(first.id), bed.queue.add('work', null, lock)]);
      const third = await bed.queue.add('work', null, lock);
      expect(third.created).toBe(!second.created);
    }
  });

  test('against workers that take: what was not removed runs', async ({ bed }) => {
    const jobs = await bed.queue.addBulk(Array.from({ length: 300 }, () => ({ name: 'work', data: null })));
    const ran = new Set<string>();
    bed.worker((run: Job) => void ran.add(run.id), { concurrency: 5 });
    const removed = await Promise.all(jobs.map(({ id }) => bed.queue.remove(id).catch(() => false)));
    await Promise.all(jobs.filter((_job, i) => !removed[i]).map((job) => job.result(WAIT)));
    await until(async () => (await bed.queue.counts()).waiting === 0);
    expect(jobs.filter(({ id }, i) => !ran.has(id) && !removed[i])).toEqual([]);
  });

  test('takes away jobs of every end', async ({ bed }) => {
    bed.worker((job: Job) => {
      if (job.name === 'fails') throw new UnrecoverableError('no');
    });
    const done = await bed.queue.add('works', null);
    const failed = await bed.queue.add('fails', null);
    const cancelled = await bed.queue.add('works', null, { delay: '1h' });
    await Promise.all([done.result(WAIT), thrownBy(failed.result(WAIT)), cancelled.cancel()]);
    for (const job of [done, failed, cancelled]) expect(await bed.queue.remove(job.id)).toBe(true);
    for (const { id } of [done, failed, cancelled]) expect(await bed.redis.exists(bed.key(`job:${id}`))).toBe(0);
  });
});

describe('what cannot be meant', () => {
  test.for([
    [{}, 'when'],
    [{ delay: 5, runAt: new Date(0) }, 'when'],
    [{ delay: -1 }, 'when.delay'],
    [{ runAt: 'tomorrow' }, 'when.runAt'],
    [{ runAt: new Date(Number.NaN) }, 'when.runAt'],
    [{ dilay: 1 }, 'when.dilay'],
    [undefined, 'when'],
    [5, 'when'],
  ])('is refused by reschedule: %o', async ([when, field], { bed }) => {
    const error = await thrownBy(bed.queue.reschedule('some-id', wrong(when)));
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field });
  });

  test.for(['retry', 'promote', 'remove', 'reschedule'] as const)(
    'is refused as an id: %s',
    async (method, { bed }) => {
      const error = await thrownBy(bed.queue[method](wrong('two words'), wrong({ delay: 1 })));
      expect(error).toMatchObject({ code: 'ERR_INVALID_NAME', field: 'id' });
      expect(await bed.redis.keys(bed.key('*'))).toEqual([]);
    },
  );

  test('a job that is not there is said to be missing', async ({ bed }) => {
    expect(await bed.queue.retry('nobody')).toBe('missing');
    expect(await bed.queue.promote('nobody')).toBe('missing');
    expect(await bed.queue.reschedule('nobody', { delay: 0 })).toBe('missing');
    expect(await bed.queue.remove('nobody')).toBe(false);
  });
});
