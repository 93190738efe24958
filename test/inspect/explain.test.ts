import type { Job, Reason } from '@longshore/core';
import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { holdingWorker, test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

async function codes(bed: WorkerBed, id: string): Promise<string[]> {
  return (await bed.queue.explain(id)).reasons.map(({ code }) => code);
}

async function reason(bed: WorkerBed, id: string, code: string): Promise<Reason | undefined> {
  return (await bed.queue.explain(id)).reasons.find((found) => found.code === code);
}

/** A worker whose only slot is taken, and what frees it. */
async function busyWorker(bed: WorkerBed) {
  const { worker, open } = holdingWorker(bed);
  const { id } = await bed.queue.add('hold', null);
  await until(async () => (await bed.queue.counts()).active === 1);
  return { worker, open, held: id };
}

describe('a job that waits', () => {
  test('has no worker', async ({ bed }) => {
    const { id } = await bed.queue.add('work', null);
    expect(await bed.queue.explain(id)).toEqual({
      state: 'waiting',
      reasons: [{ code: 'no-workers', message: 'no worker is there' }],
    });
  });

  test('waits behind others', async ({ bed }) => {
    await bed.queue.pause();
    await bed.worker(() => null).ready();
    for (let i = 0; i < 5; i += 1) await bed.queue.add('work', null);
    await bed.queue.add('work', null, { priority: -3 });
    const { id } = await bed.queue.add('work', null);
    const slow = await bed.queue.add('work', null, { priority: 3 });
    expect(await codes(bed, id)).toEqual(['paused', 'waits-behind']);
    expect(await reason(bed, id, 'waits-behind')).toMatchObject({ ahead: 6, message: 'about 6 jobs go before it' });
    expect((await reason(bed, slow.id, 'waits-behind'))?.ahead).toBe(7);
    expect((await reason(bed, id, 'paused'))?.since).toBeGreaterThan(1e12);
  });

  test('has no handler anywhere, before and after somebody parked it', async ({ bed }) => {
    await bed.queue.pause();
    await bed.worker({ known: () => null }).ready();
    const { id } = await bed.queue.add('strange', null);
    expect(await codes(bed, id)).toEqual(['paused', 'no-handler']);
    await bed.queue.resume();
    await until(async () => (await bed.queue.counts()).parked === 1);
    expect(await bed.queue.explain(id)).toMatchObject({ state: 'parked', reasons: [{ code: 'no-handler' }] });
    expect(await bed.queue.get(id)).toMatchObject({ state: 'parked', parkedAs: 'strange' });
    expect((await bed.queue.overview()).unhandled).toEqual(['strange']);
  });

  test('meets a limit of rate, which ends at a time', async ({ bed }) => {
    await bed.queue.limits.set({ rate: { max: 1, per: '1h' } });
    bed.worker(() => null);
    await (await bed.queue.add('work', null)).result();
    const { id } = await bed.queue.add('work', null);
    const found = await reason(bed, id, 'rate-limit');
    expect(found?.message).toBe('no more than 1 may start in 3600000 ms');
    const { addedAt = 0 } = (await bed.queue.get(id)) ?? {};
    expect((found?.until ?? 0) - addedAt).toBeGreaterThan(3_000_000);
    expect((found?.until ?? 0) - addedAt).toBeLessThan(3_600_001);
  });

  test('meets a limit of concurrency', async ({ bed }) => {
    await bed.queue.limits.set({ concurrency: 1 });
    const { open } = holdingWorker(bed, { concurrency: 5 });
    await bed.queue.add('hold', null);
    await until(async () => (await bed.queue.counts()).active === 1);
    const { id } = await bed.queue.add('work', null);
    expect(await codes(bed, id)).toContain('concurrency-limit');
    open();
  });

  test('waits for a slot', async ({ bed }) => {
    const { open } = await busyWorker(bed);
    const { id } = await bed.queue.add('work', null, { priority: 1 });
    await until(async () => (await codes(bed, id)).includes('workers-busy'));
    open();
  });

  test('waits for workers that are blocked, or take nothing new', async ({ bed }) => {
    const { id } = await bed.queue.add('work', null);
    await register(bed, 'blocked');
    expect(await codes(bed, id)).toEqual(['workers-blocked']);
    await register(bed, 'quiet');
    expect(await codes(bed, id)).toEqual(['workers-quiet']);
    await register(bed, 'alive');
    expect(await codes(bed, id)).toEqual(['next']);
    await bed.redis.del(bed.key('workers'), bed.key('leases'));
  });
});

/** A worker that is nothing but what it says. */
async function register(bed: WorkerBed, state: string, leaseMs = 60_000): Promise<void> {
  const about = { host: 'h', pid: 1, handlers: ['*'], slots: 5, busy: 0, state };
  await bed.redis.hset(bed.key('workers'), 'seeming', `1 15000 :*: ${JSON.stringify(about)}`);
  await bed.redis.zadd(bed.key('leases'), Date.now() + leaseMs, 'seeming');
}

describe('a job', () => {
  test('that is delayed says until when, and what will hold it up then', async ({ bed }) => {
    const { id } = await bed.queue.add('work', null, { delay: '1h' });
    const { dueAt } = (await bed.queue.get(id)) ?? {};
    const { state, reasons } = await bed.queue.explain(id);
    expect(state).toBe('delayed');
    expect(reasons).toMatchObject([{ code: 'delayed', until: dueAt }, { code: 'no-workers' }]);
  });

  test('that waits for its next attempt says why', async ({ bed }) => {
    bed.worker(() => {
      throw new TypeError('no such thing');
    });
    const { id } = await bed.queue.add('work', null, { attempts: 2, backoff: '1h' });
    await until(async () => (await bed.queue.counts()).delayed === 1);
    const found = await reason(bed, id, 'waits-to-retry');
    expect(found?.message).toBe('attempt 1 failed: TypeError: no such thing; it waits for the next');
  });

  test('that runs says where', async ({ bed }) => {
    const { open, held } = await busyWorker(bed);
    const [worker] = await bed.queue.workers();
    const { state, reasons } = await bed.queue.explain(held);
    expect(state).toBe('active');
    expect(reasons).toMatchObject([{ code: 'running', worker: worker?.id, since: expect.any(Number) }]);
    open();
  });

  test('that is to be cancelled says that it was ordered', async ({ bed }) => {
    await bed.queue.add('work', null, { jobId: 'stopping' });
    await bed.redis.lrem(bed.key('waiting'), 0, 'stopping');
    await register(bed, 'blocked', -1000);
    await bed.redis.hset(bed.key('active:seeming'), 'stopping', '1795496485963122');
    await bed.redis.hset(bed.key('orders'), 'stopping', 'seeming "why not"');
    expect(await codes(bed, 'stopping')).toEqual(['running', 'worker-dead', 'being-cancelled']);
    await register(bed, 'blocked');
    expect(await codes(bed, 'stopping')).toEqual(['running', 'worker-blocked', 'being-cancelled']);
    await bed.redis.flushdb();
  });

  test('over which workers died waits to run alone', async ({ bed }) => {
    await bed.queue.add('work', null, { jobId: 'poison' });
    await bed.redis.rename(bed.key('waiting'), bed.key('suspects'));
    await bed.redis.hset(bed.key('tries'), 'poison', '0 2 -');
    expect(await bed.queue.explain('poison')).toMatchObject({
      state: 'suspect',
      reasons: [{ code: 'no-workers' }, { code: 'runs-alone' }],
    });
    expect((await bed.queue.list({ state: 'suspect' })).jobs).toMatchObject([{ id: 'poison', crashes: 2 }]);
  });

  test('that has ended says how', async ({ bed }) => {
    bed.worker(async (job: Job) => {
      if (job.name === 'bad') throw new RangeError('too far');
    });
    const good = await bed.queue.add('good', null);
    const bad = await bed.queue.add('bad', null);
    await Promise.allSettled([good.result(), bad.result()]);
    const late = await bed.queue.add('work', null, { delay: '1h' });
    await late.cancel('sold out');
    expect(await reason(bed, good.id, 'completed')).toMatchObject({ since: expect.any(Number) });
    expect((await reason(bed, bad.id, 'failed'))?.message).toBe(
      'it has ended as failed at attempt 1: RangeError: too far',
    );
    expect((await reason(bed, late.id, 'cancelled'))?.message).toBe('it has ended as cancelled: sold out');
  });

  test('that is not there says so', async ({ bed }) => {
    expect(await bed.queue.explain('nobody')).toMatchObject({ state: 'missing', reasons: [{ code: 'missing' }] });
    expect(await thrownBy(bed.queue.explain(''))).toMatchObject({ code: 'ERR_INVALID_NAME', field: 'id' });
  });
});
