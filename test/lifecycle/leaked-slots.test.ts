import { type AddOptions, type Job, StaleJobError, Worker } from '@longshore/core';
import { expect } from 'vitest';
import { TIMED_OUT } from '../support/aborted.js';
import { until } from '../support/processes.js';
import { gate, test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

const WAIT = { timeout: '10s' } as const;

const gaugeOf = async (bed: WorkerBed) => {
  const metric = bed.registry.getSingleMetric('longshore_worker_leaked_slots');
  return (await metric?.get())?.values[0]?.value;
};

/** A worker with one slot, which a handler holds that has been given up; `end` lets it end. */
async function leak(bed: WorkerBed, options: AddOptions = {}, concurrency = 1) {
  const stuck = gate();
  const late: { job?: Job; ended?: boolean } = {};
  const worker = bed.worker(
    {
      stuck: {
        grace: 20,
        run: async (job: Job) => {
          if (job.attempt > 1) return 'second';
          late.job = job;
          await stuck.opened;
          late.ended = true;
          return 'first';
        },
      },
      other: () => 'other',
    },
    { concurrency, beat: 100 },
  );
  const events: string[] = [];
  for (const event of ['completed', 'failed', 'retrying', 'stale'] as const) worker.on(event, () => events.push(event));
  const job = await bed.queue.add('stuck', null, { timeout: 20, ...options });
  await until(() => worker.leaked === 1);
  return { worker, job, late, events, end: stuck.open };
}

test('a handler that heeds nothing fails its attempt after the grace, and what it returns then is nothing', async ({
  bed,
}) => {
  const { worker, job, late, events, end } = await leak(bed);
  expect(await thrownBy(job.result(WAIT))).toMatchObject(TIMED_OUT);
  end();
  await until(() => worker.running === 0);
  expect(late.ended).toBe(true);
  expect(await job.state()).toBe('failed');
  expect(events).toEqual(['failed']);
});

test('it keeps its slot, which is shown as leaked until it ends', async ({ bed }) => {
  const { worker, job, end } = await leak(bed);
  await thrownBy(job.result(WAIT));
  expect([worker.leaked, worker.running, await gaugeOf(bed)]).toEqual([1, 1, 1]);
  expect(bed.lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields)).toEqual([
    { queue: bed.queueName, id: job.id, name: 'stuck', timeoutMs: 20, graceMs: 20 },
  ]);
  const shown = async () => Object.values(await bed.redis.hgetall(bed.key('workers'))).join();
  await until(async () => (await shown()).includes('"leaked":1'));
  const other = await bed.queue.add('other', null);
  // A beat later it has still not been taken.
  const beatAt = async () => (await bed.redis.zrange(bed.key('leases'), '0', '0', 'WITHSCORES'))[1];
  const before = await beatAt();
  await until(async () => (await beatAt()) !== before);
  expect(await other.state()).toBe('waiting');
  end();
  expect(await other.result(WAIT)).toBe('other');
  expect([worker.leaked, await gaugeOf(bed)]).toEqual([0, 0]);
  await until(async () => (await shown()).includes('"leaked":0'));
});

test('it writes nothing more to the queue', async ({ bed }) => {
  const { job, late, end } = await leak(bed);
  await thrownBy(job.result(WAIT));
  expect(await thrownBy((late.job as Job).progress.post(99))).toBeInstanceOf(StaleJobError);
  expect(await job.progress.read()).toBeUndefined();
  end();
});

test('its job is tried again beside it, and its end changes nothing', async ({ bed }) => {
  const { worker, job, events, end } = await leak(bed, { attempts: 2, backoff: 1 }, 2);
  expect(await job.result(WAIT)).toBe('second');
  expect(worker.leaked).toBe(1);
  end();
  await until(() => worker.running === 0);
  expect(await job.result(WAIT)).toBe('second');
  expect(events).toEqual(['retrying', 'completed']);
});

test('it holds up no close, and gives nothing back', async ({ bed }) => {
  const { worker, job, end } = await leak(bed);
  await thrownBy(job.result(WAIT));
  await worker.close({ deadline: '1h' });
  expect([worker.leaked, await job.state()]).toEqual([1, 'failed']);
  end();
  await until(() => worker.running === 0);
  expect(worker.leaked).toBe(0);
});

test('one that is given up while the worker closes has failed all the same', async ({ bed }) => {
  const stuck = gate();
  const running = gate();
  const worker = bed.worker({
    work: {
      grace: 20,
      run: () => {
        running.open();
        return stuck.opened;
      },
    },
  });
  const job = await bed.queue.add('work', null, { timeout: 100 });
  await running.opened;
  await worker.close({ deadline: '1h' });
  expect(await job.state()).toBe('failed');
  stuck.open();
});

test('a slot that leaked before the lease was lost is free again when its handler ends', async ({ bed }) => {
  const { worker, job, end } = await leak(bed);
  await thrownBy(job.result(WAIT));
  const lost = gate();
  worker.on('lost', () => lost.open());
  await bed.redis.del(bed.key('leases'));
  await lost.opened;
  expect(worker.leaked).toBe(1);
  const other = await bed.queue.add('other', null);
  end();
  expect(await other.result(WAIT)).toBe('other');
  expect([worker.leaked, worker.running]).toEqual([0, 0]);
});

test('a run that has lost its job and heeds nothing is shown as leaked, and reports nothing', async ({ bed }) => {
  const stuck = gate();
  const running = gate();
  const run = () => {
    running.open();
    return stuck.opened;
  };
  // One slot, so that no blocked read is under way when the lease goes.
  const worker = bed.worker({ work: { timeout: 300, grace: 20, run } }, { concurrency: 1, beat: 50 });
  const lost = gate();
  worker.on('lost', () => lost.open());
  const events: string[] = [];
  for (const event of ['completed', 'failed', 'retrying', 'stale'] as const) worker.on(event, () => events.push(event));
  const job = await bed.queue.add('work', null);
  await running.opened;
  await bed.redis.del(bed.key('leases'));
  await lost.opened;
  bed.worker(() => 'second');
  expect(await job.result(WAIT)).toBe('second');
  await until(() => worker.leaked === 1);
  stuck.open();
  await until(() => worker.leaked === 0);
  expect([events, await job.state()]).toEqual([[], 'completed']);
});

test('the slots that are left serve all queues of the worker', async ({ bed }) => {
  const stuck = gate();
  const names = [`${bed.queueName}-a`, `${bed.queueName}-b`] as const;
  const handlers = { stuck: { run: () => stuck.opened, timeout: 20, grace: 20 }, other: () => 'other' };
  const worker = bed.own(
    new Worker(
      names.map((queue) => ({ queue, handlers })),
      { ...bed.common, concurrency: 2 },
    ),
  );
  const doomed = await bed.queueNamed(names[0]).add('stuck', null);
  expect(await thrownBy(doomed.result(WAIT))).toMatchObject(TIMED_OUT);
  for (const name of names) {
    const jobs = await bed.queueNamed(name).addBulk(Array.from({ length: 20 }, () => ({ name: 'other', data: null })));
    await Promise.all(jobs.map((job) => job.result(WAIT)));
  }
  expect(worker.leaked).toBe(1);
  stuck.open();
  await until(() => worker.leaked === 0);
});
