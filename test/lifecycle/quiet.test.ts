import type { Job } from '@longshore/core';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { gate, holdingWorker, test, type WorkerBed } from '../support/worker-bed.js';

/** Beats are so rare here that what is seen is told at once, or not at all. */
const RARE_BEATS = { lease: '2m' } as const;

async function holding(bed: WorkerBed, options = {}) {
  const held = holdingWorker(bed, options);
  const job = await bed.queue.add('hold', null);
  await until(() => held.ran.length === 1);
  return { ...held, job };
}

const wids = (bed: WorkerBed) => bed.redis.zrange(bed.key('leases'), '0', '-1');

test('a quiet worker lets run what runs, takes nothing new, and stays registered', async ({ bed }) => {
  const { worker, ran, open, job } = await holding(bed, { concurrency: 2, ...RARE_BEATS });
  const before = await wids(bed);
  worker.quiet();
  worker.quiet();
  await until(async () => (await bed.queue.workers())[0]?.state === 'quiet');
  const later = await bed.queue.addBulk(Array.from({ length: 5 }, () => ({ name: 'later', data: null })));
  const taken: string[] = [];
  await bed.worker((given: Job) => void taken.push(given.id)).ready();
  await Promise.all(later.map((one) => one.result({ timeout: '10s' })));
  expect(taken).toEqual(later.map(({ id }) => id));
  expect(await job.state()).toBe('active');
  open();
  await job.result({ timeout: '10s' });
  expect(ran).toEqual(['hold']);
  expect(await wids(bed)).toEqual(expect.arrayContaining(before));
  expect(worker.status()).toMatchObject({ state: 'quiet', running: 0, finished: 1, queues: [{ registered: true }] });
  await worker.close();
  expect(worker.status().state).toBe('closed');
  expect(await wids(bed)).not.toEqual(expect.arrayContaining(before));
});

test('an idle worker gives up its blocked read when it becomes quiet', async ({ bed, redis }) => {
  const worker = bed.worker(() => 'never', RARE_BEATS);
  await worker.ready();
  const isBlocked = async () =>
    ((await redis.client('LIST')) as string).split('\n').some((it) => / flags=\w*b/.test(it));
  await until(isBlocked);
  worker.quiet();
  await until(async () => !(await isBlocked()));
  const job = await bed.queue.add('work', null);
  await until(async () => (await bed.queue.workers())[0]?.state === 'quiet');
  expect(await job.state()).toBe('waiting');
});

test('what a late read has moved to a quiet worker goes back, though it stays', async ({ bed, redis }) => {
  const worker = bed.worker(() => 'never');
  await worker.ready();
  const [wid] = await wids(bed);
  worker.quiet();
  const { id } = await bed.queue.add('work', null, { delay: '1h' });
  await redis
    .multi()
    .zrem(bed.key('delayed'), id)
    .lpush(bed.key(`pending:${wid}`), id)
    .exec();
  await until(async () => (await redis.lrange(bed.key('waiting'), 0, -1)).includes(id), 20_000);
  expect(await redis.llen(bed.key(`pending:${wid}`))).toBe(0);
});

test('what was taken ahead goes back', async ({ bed }) => {
  const { opened, open } = gate();
  const ran: string[] = [];
  const worker = bed.worker(
    async (job: Job) => {
      ran.push(job.name);
      if (job.name !== 'hold') return;
      worker.quiet();
      await opened;
    },
    { concurrency: 1 },
  );
  // Short jobs, so that it takes some ahead.
  await bed.queue.addBulk(Array.from({ length: 200 }, () => ({ name: 'short', data: null })));
  await until(() => ran.length === 200);
  const names = ['hold', ...Array.from({ length: 20 }, () => 'behind')];
  const [hold, ...behind] = await bed.queue.addBulk(names.map((name) => ({ name, data: null })));
  await until(async () => (await bed.queue.counts()).waiting === behind.length);
  open();
  await hold?.result({ timeout: '10s' });
  await worker.close();
  expect(ran.filter((name) => name === 'behind')).toEqual([]);
  expect((await bed.queue.counts()).waiting).toBe(behind.length);
});

test('quiet before run(), a worker never takes a job; when it is closing, or closed, it changes nothing', async ({
  bed,
}) => {
  const job = await bed.queue.add('work', null);
  const worker = bed.worker(() => 'never', { autorun: false });
  worker.quiet();
  expect(worker.status()).toMatchObject({ state: 'quiet', queues: [{ registered: false }] });
  worker.run();
  await worker.ready();
  await until(async () => (await bed.queue.workers())[0]?.state === 'quiet');
  expect(await job.state()).toBe('waiting');
  const closing = worker.close();
  worker.quiet();
  expect(worker.status().state).toBe('closing');
  await closing;
  worker.quiet();
  expect(worker.status()).toMatchObject({ state: 'closed', queues: [{ registered: false }] });
});

test('the last worker of all tends its queue while it is quiet: schedules, the dead, history', async ({
  bed,
  redis,
}) => {
  const { worker, open, job } = await holding(bed, { lease: '500ms' });
  worker.quiet();
  await bed.queue.schedules.upsert('tick', { every: 100, name: 'ticked', data: null });
  await until(async () => (await bed.queue.counts()).waiting > 1);
  await bed.queue.schedules.remove('tick');
  const lost = await bed.queue.add('lost', null, { delay: '1h' });
  await redis
    .multi()
    .zrem(bed.key('delayed'), lost.id)
    .hset(bed.key('active:dead'), lost.id, '1')
    .hset(bed.key('workers'), 'dead', '1 500 :*: {}')
    .zadd(bed.key('leases'), 1, 'dead')
    .exec();
  await until(async () => (await lost.state()) === 'waiting');
  open();
  await job.result({ timeout: '10s' });
  const completed = async () => (await bed.queue.history()).reduce((sum, point) => sum + point.completed, 0);
  await until(async () => (await completed()) === 1, 30_000);
  expect(worker.status().state).toBe('quiet');
});

test('a worker that becomes quiet empties its hands for no suspect: another shall', async ({ bed, redis }) => {
  const { worker, open } = await holding(bed, { concurrency: 2 });
  const [wid] = await wids(bed);
  const drainer = () => redis.hget(bed.key('meta'), 'drainer');
  const suspect = await bed.queue.add('suspect', null, { delay: '1h' });
  await redis
    .multi()
    .zrem(bed.key('delayed'), suspect.id)
    .hset(bed.key('tries'), suspect.id, '0 2 -')
    .lpush(bed.key('suspects'), suspect.id)
    .lpush(bed.key('waiting'), '')
    .exec();
  await until(async () => (await drainer()) === wid);
  worker.quiet();
  await until(async () => (await drainer()) === null);
  const other = bed.worker(() => 'alone');
  open();
  expect(await suspect.result({ timeout: '10s' })).toBe('alone');
  await other.close();
});
