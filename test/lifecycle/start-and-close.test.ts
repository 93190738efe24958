import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Job, RedisUnavailableError } from '@longshore/core';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { startServer } from '../support/servers.js';
import { gate, test, thrownBy } from '../support/worker-bed.js';

test('with autorun false nothing happens before run(), and run() twice starts it once', async ({ bed }) => {
  const worker = bed.worker(() => 'done', { autorun: false });
  const job = await bed.queue.add('work', null);
  const other = bed.worker(() => 'never', { autorun: false });
  expect(await bed.redis.exists(bed.key('leases'))).toBe(0);
  worker.run();
  worker.run();
  await worker.ready();
  expect(await job.result({ timeout: '5s' })).toBe('done');
  expect(await bed.redis.zcard(bed.key('leases'))).toBe(1);
  await other.close();
});

test('a worker that is not run keeps no process alive', async ({ server }) => {
  const code = `import { Worker } from '@longshore/core';
    new Worker('mail', () => 'never', { connection: '${server.url}', autorun: false });
    process.on('exit', () => console.log('ends by itself'));`;
  const program = ['--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, program, {
    cwd: import.meta.dirname,
    timeout: 20_000,
  });
  expect(stdout).toContain('ends by itself');
});

test('a worker that never ran closes, and cannot be run afterwards', async ({ bed }) => {
  const worker = bed.worker(() => 'done', { autorun: false });
  await worker.close();
  expect(() => worker.run()).toThrow(expect.objectContaining({ code: 'ERR_CLOSED' }));
  expect(await thrownBy(worker.ready())).toMatchObject({ code: 'ERR_CLOSED' });
});

test('closed before it is ready, ready() rejects and nothing of it stays', async ({ bed }) => {
  await bed.queue.add('work', null);
  const worker = bed.worker(() => 'done');
  const ready = thrownBy(worker.ready());
  await worker.close();
  expect(await ready).toMatchObject({ code: 'ERR_CLOSED' });
  expect(await bed.redis.exists(bed.key('leases'), bed.key('workers'))).toBe(0);
});

test('an idle worker that waits in a blocked read closes without waiting for it', async ({ bed, redis }) => {
  const worker = bed.worker(() => 'done');
  await worker.ready();
  const blocked = async () => (await redis.client('LIST')) as string;
  await until(async () => (await blocked()).split('\n').some((line) => / flags=\w*b/.test(line)));
  let closed = 0;
  worker.on('closed', () => closed++);
  await worker.close();
  expect(closed).toBe(1);
  expect(await redis.exists(bed.key('leases'), bed.key('workers'))).toBe(0);
  // Nobody takes a job for a worker that is gone.
  const job = await bed.queue.add('work', null);
  expect(await job.state()).toBe('waiting');
  await until(async () => !/ name=longshore-(?:worker|block)/.test(await blocked()));
});

test('closed twice, at once and later, it closes once', async ({ bed }) => {
  const running = gate();
  const finish = gate();
  const worker = bed.worker(async () => {
    running.open();
    await finish.opened;
    return 'kept';
  });
  let closed = 0;
  worker.on('closed', () => closed++);
  const job = await bed.queue.add('work', null);
  await running.opened;
  const both = Promise.all([worker.close({ deadline: '10s' }), worker.close({ deadline: '1ms' })]);
  expect(closed).toBe(0);
  finish.open();
  await both;
  await worker.close();
  expect(closed).toBe(1);
  // The first deadline counts: the handler was waited for.
  expect(await job.result({ timeout: '5s' })).toBe('kept');
});

test('a closing worker finishes what runs and leaves what waits', async ({ bed }) => {
  const finish = gate();
  const started: string[] = [];
  const worker = bed.worker(
    async (job: Job) => {
      started.push(job.id);
      await finish.opened;
    },
    { concurrency: 2 },
  );
  const jobs = await bed.queue.addBulk(Array.from({ length: 10 }, () => ({ name: 'work', data: null })));
  await until(() => started.length === 2);
  const closing = worker.close({ deadline: '10s' });
  finish.open();
  await closing;
  expect(started).toHaveLength(2);
  const states = await Promise.all(jobs.map((job) => job.state()));
  expect(states.filter((state) => state === 'completed')).toHaveLength(2);
  expect(states.filter((state) => state === 'waiting')).toHaveLength(8);
});

test('with Redis gone a busy worker closes by its deadline, and starts nothing new', async ({ bed }) => {
  await using server = await startServer();
  const running = gate();
  const never = gate();
  const worker = bed.worker(
    async () => {
      running.open();
      await never.opened;
    },
    { connection: server.url },
  );
  const queue = bed.queueNamed(bed.queueName, { connection: server.url });
  worker.on('error', () => undefined);
  await queue.add('work', null);
  await running.opened;
  await server.kill();
  await worker.close({ deadline: '1s' });
  expect(bed.lines.map(({ message }) => message)).toContain('could not leave the queue; its lease will end by itself');
  never.open();
  await queue.close();
});

test('ready() tells that Redis is not there, and the worker is ready once it is', async ({ bed }) => {
  await using server = await startServer();
  await server.kill();
  const worker = bed.worker(() => 'done', { connection: server.url, deadline: '300ms' });
  let told = 0;
  worker.on('error', (error) => {
    expect(error).toBeInstanceOf(RedisUnavailableError);
    told++;
  });
  expect(await thrownBy(worker.ready())).toMatchObject({ code: 'ERR_REDIS_UNAVAILABLE' });
  await until(() => told > 0);
  const ready = gate();
  worker.on('ready', () => ready.open());
  await server.restart();
  await ready.opened;
  await worker.ready();
  // An outage is told once, not at every try.
  expect(told).toBe(1);
  await worker.close();
});
