import { join } from 'node:path';
import { type Job, orderProcess, type ProcessOrder, Worker } from '@longshore/core';
import { describe, expect, vi } from 'vitest';
import { Child } from '../support/child-process.js';
import { HandlerFolder } from '../support/handler-folder.js';
import { until } from '../support/processes.js';
import { RedisProxy } from '../support/proxy.js';
import { gate, holdingWorker, test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

// Programs take seconds to start where much else runs.
vi.setConfig({ testTimeout: 180_000 });

/** Beats are so rare here that what is seen is told at once, or not at all. */
const RARE_BEATS = { lease: '2m' } as const;

const order = (bed: WorkerBed, process: string, word: ProcessOrder) =>
  orderProcess({ connection: bed.server.url }, { process, order: word });

/** The process in which the test runs, as its workers say. */
async function ownProcess(bed: WorkerBed): Promise<string> {
  const [worker] = await bed.queue.workers();
  return worker?.process ?? '';
}

/** Orders are heard once the worker follows the channel. */
async function listening(bed: WorkerBed, queue = bed.queueName, count = 1): Promise<void> {
  const channel = bed.key('control', queue);
  await until(async () => Number(((await bed.redis.pubsub('NUMSUB', channel)) as unknown[])[1]) === count);
}

function ordersTo(worker: Worker): ProcessOrder[] {
  const heard: ProcessOrder[] = [];
  worker.on('ordered', (word) => heard.push(word));
  return heard;
}

test('quiet: the worker takes nothing new, stays, and is seen as quiet at once', async ({ bed }) => {
  const { worker, ran, open } = holdingWorker(bed, { concurrency: 2, ...RARE_BEATS });
  const heard = ordersTo(worker);
  const job = await bed.queue.add('hold', null);
  await until(() => ran.length === 1);
  await listening(bed);
  const process = await ownProcess(bed);
  expect(await order(bed, process, 'quiet')).toEqual({ queues: [bed.queueName], reached: 1 });
  await until(async () => (await bed.queue.workers())[0]?.state === 'quiet');
  const later = await bed.queue.add('later', null);
  expect(await order(bed, process, 'quiet')).toMatchObject({ reached: 1 });
  open();
  await job.result({ timeout: '10s' });
  expect(worker.status()).toMatchObject({ state: 'quiet', queues: [{ registered: true }] });
  expect(await later.state()).toBe('waiting');
  expect(heard).toEqual(['quiet']);
});

test('stop: the worker finishes what it runs, tells that it is closed, and leaves', async ({ bed }) => {
  const { worker, ran, open } = holdingWorker(bed, RARE_BEATS);
  const heard = ordersTo(worker);
  let isClosed = false;
  worker.on('closed', () => {
    isClosed = true;
  });
  const [job, later] = await bed.queue.addBulk(['hold', 'later'].map((name) => ({ name, data: null })));
  await until(() => ran.length === 1);
  await listening(bed);
  const process = await ownProcess(bed);
  await order(bed, process, 'stop');
  await until(() => worker.status().state === 'closing');
  // It can be seen, and not only when its next beat comes.
  await until(async () => (await bed.queue.workers())[0]?.state === 'quiet');
  await order(bed, process, 'stop');
  open();
  expect(await job?.result({ timeout: '10s' })).toBeUndefined();
  await until(() => isClosed);
  expect(await bed.queue.workers()).toEqual([]);
  expect(await later?.state()).toBe('waiting');
  expect(heard).toEqual(['stop']);
  expect(await thrownBy(order(bed, process, 'stop'))).toMatchObject({ code: 'ERR_WORKER_MISSING', process });
});

test('stop after quiet; a listener may close by another deadline, and what runs then goes back', async ({ bed }) => {
  const { opened, open } = gate();
  const worker = bed.worker(async (job: Job) => {
    if (job.name === 'hold') await opened;
  });
  worker.on('ordered', (word) => {
    if (word === 'stop') void worker.close({ deadline: '200ms' });
  });
  const heard = ordersTo(worker);
  const job = await bed.queue.add('hold', null);
  await until(async () => (await job.state()) === 'active');
  await listening(bed);
  const process = await ownProcess(bed);
  await order(bed, process, 'quiet');
  await until(() => worker.status().state === 'quiet');
  await order(bed, process, 'stop');
  // Long before the 25 s that a worker has by itself, and without an end of what runs.
  await until(() => worker.status().state === 'closed', 15_000);
  expect(heard).toEqual(['quiet', 'stop']);
  expect(await job.state()).toBe('waiting');
  open();
});

test('a worker of several queues hears it on each, and heeds it once; all workers of the process do', async ({
  bed,
}) => {
  const names = ['a', 'b', 'c'].map((letter) => `${bed.queueName}-${letter}`);
  const queues = names.map((queue, i) => ({ queue, handlers: () => 'done', weight: i + 1 }));
  const both = [
    bed.own(new Worker(queues, bed.common)),
    bed.own(new Worker(names[2] ?? '', () => 'done', bed.common) as Worker),
  ] as const;
  const heard = both.map(ordersTo);
  await Promise.all(both.map((worker) => worker.ready()));
  for (const [i, name] of names.entries()) await listening(bed, name, i === 2 ? 2 : 1);
  const [info] = await bed.queueNamed(names[0] ?? '').workers();
  const closed = both.map((worker) => new Promise<void>((resolve) => worker.on('closed', resolve)));
  expect(await order(bed, info?.process ?? '', 'stop')).toEqual({ queues: names, reached: 3 });
  await Promise.all(closed);
  expect(heard).toEqual([['stop'], ['stop']]);
  for (const name of names) expect(await bed.queueNamed(name).workers()).toEqual([]);
});

test('what is said to others, or in words that are not known, changes nothing', async ({ bed, redis }) => {
  const worker = bed.worker(() => 'done');
  const heard = ordersTo(worker);
  await worker.ready();
  await listening(bed);
  const process = await ownProcess(bed);
  for (const text of [
    `quiet ${process}x`,
    'stop another',
    'stop',
    'quiet ',
    `restart ${process}`,
    '',
    `${process} stop`,
  ])
    await redis.publish(bed.key('control'), text);
  const job = await bed.queue.add('work', null);
  expect(await job.result({ timeout: '10s' })).toBe('done');
  expect(heard).toEqual([]);
  expect(worker.status().state).toBe('running');
});

test('an order that is missed while the worker has no connection is not kept; given again, it is heard', async ({
  bed,
  redis,
}) => {
  await using proxy = await RedisProxy.open(bed.server);
  const worker = bed.worker(() => 'done', { connection: proxy.url, ...RARE_BEATS });
  await worker.ready();
  await listening(bed);
  const process = await ownProcess(bed);
  proxy.isRefusing = true;
  await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await listening(bed, bed.queueName, 0);
  expect(await order(bed, process, 'quiet')).toEqual({ queues: [bed.queueName], reached: 0 });
  proxy.isRefusing = false;
  await listening(bed);
  expect((await bed.queue.workers())[0]?.state).toBe('alive');
  expect(await order(bed, process, 'quiet')).toMatchObject({ reached: 1 });
  await until(async () => (await bed.queue.workers())[0]?.state === 'quiet');
  // While the proxy is there.
  await worker.close();
});

test('a program that does nothing else ends when its worker is stopped, and no other one with it', async ({ bed }) => {
  const setup = { queues: [bed.queueName, `${bed.queueName}-more`], options: { connection: bed.server.url } };
  await using folder = await HandlerFolder.make({});
  const [one, other] = [1, 2].map(() => new Child('plain-worker', setup, join(folder.path, 'errors'))) as [
    Child,
    Child,
  ];
  try {
    for (const child of [one, other]) await child.hear('ready', undefined, 60_000);
    await listening(bed, bed.queueName, 2);
    const processOf = async (pid: number) => (await bed.queue.workers()).find((worker) => worker.pid === pid)?.process;
    expect(await order(bed, (await processOf(one.pid)) ?? '', 'stop')).toMatchObject({ queues: setup.queues });
    await one.gone();
    expect(one.ending).toBe(0);
    expect(one.told.map(({ is }) => is)).toEqual(['ready', 'ordered', 'closed']);
    expect(await bed.queue.workers()).toMatchObject([{ pid: other.pid, state: 'alive' }]);
    await order(bed, (await processOf(other.pid)) ?? '', 'stop');
    await other.gone();
  } finally {
    for (const child of [one, other]) child.signal('SIGKILL');
  }
});

describe('refuses', () => {
  const given = { process: 'abc', order: 'quiet' };

  test('a process of which no worker is alive', async ({ bed, redis }) => {
    await bed.queue.add('work', null);
    const missing = { code: 'ERR_WORKER_MISSING', process: 'abc', message: expect.stringContaining('abc') };
    expect(await thrownBy(order(bed, 'abc', 'stop'))).toMatchObject(missing);
    // Its lease is over.
    const about = JSON.stringify({ process: 'abc' });
    await redis
      .multi()
      .hset(bed.key('workers'), 'dead', `1 500 :*: ${about}`)
      .zadd(bed.key('leases'), 1, 'dead')
      .exec();
    await until(async () => (await bed.queue.workers())[0]?.process === 'abc');
    expect(await thrownBy(order(bed, 'abc', 'stop'))).toMatchObject(missing);
    await redis.del(bed.key('workers'), bed.key('leases'));
  });

  test.for([
    [{ ...given, process: undefined }, 'order.process'],
    [{ ...given, process: 'a b' }, 'order.process'],
    [{ ...given, process: 5 }, 'order.process'],
    [{ ...given, order: undefined }, 'order.order'],
    [{ ...given, order: 'kill' }, 'order.order'],
    [{ ...given, queue: 'mail' }, 'order.queue'],
    [undefined, 'order.process'],
  ] as const)('%j, naming %s', async ([wrong, field], { bed }) => {
    expect(await thrownBy(orderProcess({ connection: bed.server.url }, wrong as never))).toMatchObject({ field });
  });
});
