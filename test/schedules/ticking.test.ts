import type { Job } from '@longshore/core';
import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { gate, test, type WorkerBed } from '../support/worker-bed.js';

const HOUR = 3_600_000;

/** A schedule whose first slot came `lateMs` ago, while no worker was there. */
async function missed(bed: WorkerBed, more: object, lateMs: number, every = HOUR): Promise<number> {
  await bed.queue.schedules.upsert('s', { every, name: 'work', data: null, ...more });
  const slot = Date.now() - lateMs;
  await bed.redis.hset(bed.key('ticked'), 's', `- ${slot - every} 0`);
  await bed.redis.zadd(bed.key('ticks'), slot, 's');
  return slot;
}

async function idsOf(bed: WorkerBed): Promise<string[]> {
  return (await bed.redis.keys(bed.key('job:*'))).map((key) => key.slice(bed.key('job:').length)).sort();
}

/** Waits until every job has run. */
const ended = (bed: WorkerBed) =>
  until(async () => (await bed.redis.llen(bed.key('completed'))) === (await idsOf(bed)).length);

const moved = (bed: WorkerBed) => async () => Number(await bed.redis.zscore(bed.key('ticks'), 's')) > Date.now();

describe('slots', () => {
  test('get one job each, however many workers tick', async ({ bed }) => {
    const ran: string[] = [];
    const workers = [1, 2, 3].map(() => bed.worker((job: Job) => void ran.push(job.id)));
    await Promise.all(workers.map((worker) => worker.ready()));
    const settings = { every: 100, name: 'work', data: null, misfire: 'all' } as const;
    const { next } = await bed.queue.schedules.upsert('tick', settings);
    await until(() => ran.length >= 8);
    await bed.queue.schedules.remove('tick');
    await ended(bed);
    expect(ran.sort()).toEqual(ran.map((_, i) => `tick:${(next as number) + i * 100}`));
  });

  test('go on when the worker that ticked is gone, and a worker that was started before finds a new schedule', async ({
    bed,
  }) => {
    const ran: string[] = [];
    const first = bed.worker((job: Job) => void ran.push(`first ${job.id}`));
    await first.ready();
    await bed.queue.schedules.upsert('tick', { every: 100, name: 'work', data: null });
    await until(() => ran.length >= 2);
    await first.close();
    const { runs } = (await bed.queue.schedules.get('tick')) ?? { runs: 0 };
    bed.worker((job: Job) => void ran.push(`second ${job.id}`));
    await until(async () => ((await bed.queue.schedules.get('tick'))?.runs ?? 0) > runs + 2);
    await bed.queue.schedules.remove('tick');
  });

  test('carry name, data and options into the job, and are told as events', async ({ bed }) => {
    const told: string[] = [];
    bed.queue.on('added', ({ id }) => told.push(id));
    const open = gate();
    const jobs: Job[] = [];
    bed.worker({
      work: (job: Job) => {
        jobs.push(job);
        open.open();
      },
    });
    const large = 'x'.repeat(5000);
    await bed.queue.schedules.upsert('tick', {
      every: 100,
      name: 'work',
      data: { large },
      options: { attempts: 3, priority: -2, expiresIn: '1m', keep: '1h' },
      limit: 1,
    });
    await open.opened;
    expect(jobs[0]?.data).toEqual({ large });
    await until(() => told.length === 1);
    expect(told).toEqual([jobs[0]?.id]);
    expect(await bed.queue.schedules.get('tick')).toMatchObject({ runs: 1, lastJobId: jobs[0]?.id, paused: false });
    expect((await bed.queue.schedules.get('tick'))?.next).toBeUndefined();
  });
});

describe('slots that nobody ticked', () => {
  test('get one job together', async ({ bed }) => {
    const slot = await missed(bed, {}, 4.5 * HOUR);
    expect(await bed.queue.schedules.overdueMs()).toBeGreaterThanOrEqual(4.5 * HOUR);
    expect((await bed.queue.schedules.get('s'))?.overdueMs).toBeGreaterThanOrEqual(4.5 * HOUR);
    bed.worker(() => 'done');
    await until(moved(bed));
    expect(await idsOf(bed)).toEqual([`s:${slot + 4 * HOUR}`]);
    await ended(bed);
    expect(await bed.queue.schedules.overdueMs()).toBe(0);
  });

  test('are skipped', async ({ bed }) => {
    await missed(bed, { misfire: 'skip' }, 1.5 * HOUR);
    bed.worker(() => 'done');
    await until(moved(bed));
    expect(await idsOf(bed)).toEqual([]);
    expect(await bed.queue.schedules.get('s')).toMatchObject({ runs: 0, overdueMs: 0 });
  });

  test('are all made up for', async ({ bed }) => {
    const slot = await missed(bed, { misfire: 'all' }, 4.5 * HOUR);
    for (let i = 0; i < 2; i++) bed.worker(() => 'done');
    await until(moved(bed));
    expect(await idsOf(bed)).toEqual([0, 1, 2, 3, 4].map((i) => `s:${slot + i * HOUR}`));
    await ended(bed);
  });

  test('are made up for within a bound', async ({ bed }) => {
    await missed(bed, { misfire: 'all' }, 1500 * 1000, 1000);
    bed.worker(() => 'done');
    await until(moved(bed), 30_000);
    await bed.queue.schedules.pause('s');
    const { length } = await idsOf(bed);
    expect(length).toBeGreaterThanOrEqual(1000);
    expect(length).toBeLessThan(1100);
    await ended(bed);
  });
});

test('a slot is skipped while the job before has not ended', async ({ bed }) => {
  const [open, began] = [gate(), gate()];
  let count = 0;
  bed.worker(async () => {
    count++;
    began.open();
    await open.opened;
  });
  await bed.queue.schedules.upsert('s', { every: 100, name: 'work', data: null, overlap: 'skip' });
  await began.opened;
  const first = (await bed.queue.schedules.get('s'))?.next as number;
  await until(async () => ((await bed.queue.schedules.get('s'))?.next as number) > first + 500);
  expect(count).toBe(1);
  open.open();
  await until(() => count > 1);
  await bed.queue.schedules.remove('s');
});
