import type { Job, Unique } from '@longshore/core';
import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { gate, test, thrownBy } from '../support/worker-bed.js';

const WAIT = { timeout: '20s' } as const;
const lock = (more: Partial<Unique> = {}) => ({ unique: { key: 'user:7', ...more } });

describe('a unique key', () => {
  test('is held until the job has ended, and names the job that holds it', async ({ bed }) => {
    const first = await bed.queue.add('work', 1, lock());
    const second = await bed.queue.add('work', 2, lock());
    expect([first.created, second.created, second.id]).toEqual([true, false, first.id]);
    expect((await bed.queue.add('work', 3, { unique: { key: 'other' } })).created).toBe(true);
    const open = gate();
    bed.worker(async (job: Job) => {
      await open.opened;
      return job.data;
    });
    await until(async () => (await first.state()) === 'active');
    expect((await bed.queue.add('work', 4, lock())).created).toBe(false);
    open.open();
    expect(await second.result(WAIT)).toBe(1);
    expect((await bed.queue.add('work', 5, lock())).created).toBe(true);
  });

  test('is given back at the start where it says so', async ({ bed }) => {
    const open = gate();
    bed.worker(() => open.opened);
    const first = await bed.queue.add('work', 1, lock({ until: 'started' }));
    await until(async () => (await first.state()) === 'active');
    const second = await bed.queue.add('work', 2, lock({ until: 'started' }));
    expect(second.created).toBe(true);
    open.open();
    await Promise.all([first.result(WAIT), second.result(WAIT)]);
    expect(await bed.redis.keys(bed.key('unique:*'))).toEqual([]);
  });

  test('stands for its window, whatever becomes of the job', async ({ bed }) => {
    bed.worker(() => 'done');
    const first = await bed.queue.add('work', 1, lock({ until: 'window', for: '1h' }));
    await first.result(WAIT);
    const second = await bed.queue.add('work', 2, lock({ until: 'window', for: '1h' }));
    expect([second.created, second.id]).toEqual([false, first.id]);
    await bed.redis.pexpire(bed.key('unique:user:7'), 1);
    await until(async () => (await bed.redis.exists(bed.key('unique:user:7'))) === 0);
    expect((await bed.queue.add('work', 3, lock({ until: 'window', for: '1h' }))).created).toBe(true);
  });

  test.for(['failed', 'cancelled', 'removed', 'expired'])('is free when the job has %s', async (how, { bed }) => {
    const first = await bed.queue.add('work', 1, { ...lock(), ...(how === 'expired' ? { expiresIn: 1 } : {}) });
    if (how === 'cancelled') await first.cancel();
    if (how === 'removed') await bed.queue.remove(first.id);
    if (how === 'failed' || how === 'expired') {
      bed.worker(() => {
        throw new Error('no');
      });
      await thrownBy(first.result(WAIT));
    }
    expect((await bed.queue.add('work', 2, lock())).created).toBe(true);
  });

  test('is free when its job is removed, also within its window', async ({ bed }) => {
    bed.removals = true;
    bed.worker(() => null);
    const first = await bed.queue.add('work', 1, lock({ until: 'window', for: '1h' }));
    await first.result(WAIT);
    expect((await bed.queue.add('work', 2, lock({ until: 'window', for: '1h' }))).created).toBe(false);
    expect(await bed.queue.remove(first.id)).toBe(true);
    expect((await bed.queue.add('work', 3, lock({ until: 'window', for: '1h' }))).created).toBe(true);
  });

  test('that a lost job holds stops nobody', async ({ bed }) => {
    await bed.redis.set(bed.key('unique:user:7'), 'nobody');
    expect((await bed.queue.add('work', 1, lock())).created).toBe(true);
  });

  test('survives retries', async ({ bed }) => {
    bed.worker((job: Job) => {
      if (job.attempt === 1) throw new Error('again');
    });
    const first = await bed.queue.add('work', 1, { ...lock(), attempts: 2, backoff: '1h' });
    await until(async () => (await first.state()) === 'delayed');
    expect((await bed.queue.add('work', 2, lock())).created).toBe(false);
  });

  test('of many that come at once lets one in', async ({ bed }) => {
    const queues = Array.from({ length: 5 }, (_, i) => bed.queueNamed(bed.queueName, i === 0 ? {} : {}));
    const jobs = await Promise.all(
      queues.flatMap((queue) => Array.from({ length: 20 }, (_, data) => queue.add('work', data, lock()))),
    );
    expect(jobs.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
  });

  test('gives way to the id where that is taken too', async ({ bed }) => {
    await bed.queue.add('work', 1, { jobId: 'mine' });
    const holder = await bed.queue.add('work', 2, lock());
    const third = await bed.queue.add('work', 3, { jobId: 'mine', ...lock() });
    expect([third.created, third.id, holder.id === 'mine']).toEqual([false, 'mine', false]);
  });
});

describe('debounce', () => {
  const debounce = { ...lock({ onConflict: 'replace' }), delay: '1h' } as const;

  test('the last data counts, and the delay begins anew', async ({ bed }) => {
    const first = await bed.queue.add('work', 1, debounce);
    const due = Number(await bed.redis.zscore(bed.key('delayed'), first.id));
    await until(async () => {
      const again = await bed.queue.add('work', 2, debounce);
      expect([again.created, again.id]).toEqual([false, first.id]);
      return Number(await bed.redis.zscore(bed.key('delayed'), first.id)) > due;
    });
    const last = await bed.queue.add('work', 'the last', { ...debounce, delay: 10 });
    bed.worker((job: Job) => job.data);
    expect(await last.result(WAIT)).toBe('the last');
    expect((await bed.queue.counts()).completed).toBe(1);
  });

  test.for([
    { from: 'waiting', options: {} },
    { from: 'prioritized', options: { priority: 3 } },
  ])('one that is $from already is delayed anew', async ({ from, options }, { bed }) => {
    const first = await bed.queue.add('work', 'a', { ...lock(), ...options });
    expect(await first.state()).toBe(from);
    await bed.queue.add('work', 'b'.repeat(5000), { ...debounce, delay: 30 });
    expect(await first.state()).toBe('delayed');
    bed.worker((job: Job) => job.data.length);
    expect(await first.result(WAIT)).toBe(5000);
    expect((await bed.queue.counts()).completed).toBe(1);
  });

  test('leaves alone what has started', async ({ bed }) => {
    const open = gate();
    bed.worker(async (job: Job) => {
      await open.opened;
      return job.data;
    });
    const first = await bed.queue.add('work', 1, lock());
    await until(async () => (await first.state()) === 'active');
    const second = await bed.queue.add('work', 2, debounce);
    expect([second.created, second.id]).toEqual([false, first.id]);
    open.open();
    expect(await first.result(WAIT)).toBe(1);
  });

  test('against a worker that takes: the job runs once, with one of the two', async ({ bed }) => {
    bed.worker((job: Job) => job.data);
    for (let i = 0; i < 30; i += 1) {
      const [a, b] = await Promise.all([
        bed.queue.add('work', 'a', lock({ onConflict: 'replace' })),
        bed.queue.add('work', 'b', lock({ onConflict: 'replace' })),
      ]);
      expect(['a', 'b']).toContain(await a.result(WAIT));
      await b.result(WAIT);
    }
  });
});
