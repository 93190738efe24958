import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { holdingWorker, test } from '../support/worker-bed.js';

describe('workers', () => {
  test('are shown with what they do', async ({ bed }) => {
    const { open } = holdingWorker(bed, { concurrency: 3 });
    await bed.queue.add('hold', null);
    await until(async () => (await bed.queue.workers())[0]?.active === 1);
    await bed.worker({ other: () => null }).ready();
    await until(async () => (await bed.queue.workers()).every(({ slots }) => slots !== undefined));
    const [first, second] = await bed.queue.workers();
    expect(first).toMatchObject({ state: 'alive', pid: process.pid, handlers: ['*'], slots: 3, active: 1, leaked: 0 });
    expect(second).toMatchObject({ state: 'alive', handlers: ['other'], slots: 10, busy: 0, active: 0 });
    expect(first?.leaseLeftMs).toBeGreaterThan(0);
    expect(first?.leaseLeftMs).toBeLessThanOrEqual(15_000);
    expect(first?.memory).toBeGreaterThan(1e6);
    expect(first?.process).toBe(second?.process);
    open();
  });

  test('leave the list when they close', async ({ bed }) => {
    const worker = bed.worker(() => null);
    await worker.ready();
    expect(await bed.queue.workers()).toHaveLength(1);
    await worker.close();
    expect(await bed.queue.workers()).toEqual([]);
  });

  test('are dead once their lease is over, and what a stranger wrote hides none', async ({ bed }) => {
    const about = (state: string) => `5 15000 :a:b: ${JSON.stringify({ handlers: ['a', 'b'], state })}`;
    const now = Date.now();
    await bed.redis.hset(bed.key('workers'), {
      over: about('alive'),
      without: about('alive'),
      busy: about('blocked'),
      strange: 'not a worker',
    });
    await bed.redis.zadd(bed.key('leases'), now - 1000, 'over', now + 60_000, 'busy', now + 60_000, 'strange');
    const states = (await bed.queue.workers()).map(({ id, state }) => [id, state]);
    expect(Object.fromEntries(states)).toEqual({ over: 'dead', without: 'dead', busy: 'blocked', strange: 'alive' });
    expect(await bed.queue.overview()).toMatchObject({
      workers: 2,
      workerStates: { alive: 1, quiet: 0, blocked: 1, dead: 2 },
    });
    await bed.redis.del(bed.key('workers'), bed.key('leases'));
  });
});

describe('an overview', () => {
  test('of an empty queue is all zero', async ({ bed }) => {
    expect(await bed.queue.overview()).toMatchObject({
      name: bed.queueName,
      oldestWaitingMs: 0,
      paused: false,
      pausedAt: undefined,
      limits: {},
      workers: 0,
      unhandled: [],
    });
  });

  test('tells of pauses, limits and how long the oldest waits', async ({ bed }) => {
    await bed.queue.pause();
    await bed.queue.limits.set({ concurrency: 4, depth: { max: 100 } });
    await bed.queue.add('work', null, { jobId: 'old' });
    await bed.queue.add('work', null, { jobId: 'new' });
    await bed.redis.set(bed.key('job:old'), `"work",null,${Date.now() - 60_000}`);
    const overview = await bed.queue.overview();
    expect(overview).toMatchObject({
      counts: { waiting: 2, active: 0 },
      paused: true,
      pausedAt: expect.any(Number),
      limits: { concurrency: 4, depth: { max: 100, onFull: 'reject' } },
    });
    expect(overview.oldestWaitingMs).toBeGreaterThanOrEqual(59_000);
    expect(overview.limits).toEqual(await bed.queue.limits.get());
    await bed.queue.cancel('old');
    expect((await bed.queue.overview()).oldestWaitingMs).toBeLessThan(59_000);
  });

  test('sees the oldest also where others always go before it', async ({ bed }) => {
    for (const priority of [-5, 3, 9]) await bed.queue.add('work', null, { priority, jobId: `p${priority}` });
    await bed.redis.set(bed.key('job:p9'), `"work",null,${Date.now() - 3_600_000}`);
    expect((await bed.queue.overview()).oldestWaitingMs).toBeGreaterThan(3_000_000);
  });
});
