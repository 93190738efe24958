import { inspect } from 'node:util';
import { Queue, Worker } from '@longshore/core';
import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { startServer } from '../support/servers.js';
import { test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

const SECRET = 'hunter2-and-more';

/** A user of the test's server. */
async function user(bed: WorkerBed, ...rules: string[]): Promise<string> {
  const name = `user-${bed.queueName}`;
  await bed.redis.call('ACL', 'SETUSER', name, 'reset', 'on', `>${SECRET}`, ...rules);
  return bed.server.url.replace('redis://', `redis://${name}:${SECRET}@`);
}

/** A queue and a worker with this connection, and what they say of it. */
async function complaints(bed: WorkerBed, connection: string) {
  const options = { ...bed.common, connection, deadline: '1s' } as const;
  const queue = bed.own(new Queue(bed.queueName, options));
  const worker = bed.own(new Worker(bed.queueName, () => 'done', options));
  const told: unknown[] = [];
  worker.on('error', (error) => told.push(error));
  const add = await thrownBy(queue.add('work', null));
  const ready = await thrownBy(worker.ready());
  await Promise.all([worker.close({ deadline: '200ms' }), queue.close()]);
  return { add, ready, told };
}

describe('a login that is refused', () => {
  const refused = { code: 'ERR_REDIS_AUTH', message: expect.stringContaining('check user name and password') };

  test('by a server with a password', async ({ bed }) => {
    await using server = await startServer({ password: 'right' });
    for (const login of ['', `:${SECRET}@`, `nobody:${SECRET}@`]) {
      const url = `redis://${login}${server.host}:${server.port}`;
      expect(await complaints(bed, url)).toMatchObject({ add: refused, ready: refused, told: [refused] });
    }
  });

  test('of a user who is switched off, or has another password', async ({ bed }) => {
    const url = await user(bed, '~*', '&*', '+@all');
    expect(await complaints(bed, url.replace(SECRET, 'wrong'))).toMatchObject({ add: refused, ready: refused });
    const off = await user(bed, '~*', '&*', '+@all', 'off');
    expect(await complaints(bed, off)).toMatchObject({ add: refused, ready: refused });
  });
});

describe('a user who lacks a right is told which', () => {
  test.for([
    { lacks: 'scripts', rules: ['~*', '&*', '+@all', '-@scripting'], names: 'evalsha' },
    { lacks: 'the keys', rules: ['~another:*', '&*', '+@all'], names: 'keys' },
    { lacks: 'a command that scripts need', rules: ['~*', '&*', '+@all', '-time'], names: 'script' },
  ])('$lacks', async ({ rules, names }, { bed }) => {
    const forbidden = {
      code: 'ERR_REDIS_PERMISSION',
      message: expect.stringMatching(new RegExp(`${names}.*grant the right in the ACL`)),
    };
    const url = await user(bed, ...rules);
    expect(await complaints(bed, url)).toMatchObject({ add: forbidden, ready: forbidden, told: [forbidden] });
    expect(await bed.redis.keys(bed.key('*'))).toEqual([]);
  });

  test('to wait for jobs: the error says so, and the worker goes on without', async ({ bed }) => {
    const connection = await user(bed, '~*', '&*', '+@all', '-blmove');
    const told: unknown[] = [];
    bed.worker(() => 'done', { connection }).on('error', (error) => told.push(error));
    const job = await bed.queue.add('work', null);
    expect(await job.result({ timeout: '10s' })).toBe('done');
    await until(() => told.length > 0);
    expect(told[0]).toMatchObject({ code: 'ERR_REDIS_PERMISSION', message: expect.stringContaining('blmove') });
  });

  test('to publish and subscribe: jobs are added and run, and results are found by asking', async ({ bed }) => {
    const connection = await user(bed, '~*', 'resetchannels', '+@all');
    const queue = bed.queueNamed(bed.queueName, { connection });
    const told: unknown[] = [];
    bed.worker(() => 'done', { connection }).on('error', (error) => told.push(error));
    const job = await queue.add('work', null);
    expect(job.created).toBe(true);
    const result = job.result({ timeout: '20s' });
    await until(() => bed.lines.some(({ message }) => message.startsWith('a subscription failed')));
    expect(await result).toBe('done');
    expect(told).toEqual([]);
    const failures = bed.lines.filter(({ message }) => message.startsWith('a subscription failed'));
    expect(failures[0]?.fields['err']).toMatchObject({ code: 'ERR_REDIS_PERMISSION' });
    // Tried again every few seconds, not as fast as it can.
    expect(failures.length).toBeLessThan(5);
    expect(await queue.remove(job.id)).toBe(true);
    bed.removals = true;
  });
});

describe('a key of another type', () => {
  const foreign = { code: 'ERR_REDIS_WRONG_TYPE', message: expect.stringContaining('choose another prefix') };

  test('is told by what adds and by what works, and stays as it is', async ({ bed }) => {
    await bed.redis.set(bed.key('waiting'), 'of somebody else');
    expect(await thrownBy(bed.queue.add('work', null))).toMatchObject(foreign);
    const told: unknown[] = [];
    bed.worker(() => 'done').on('error', (error) => told.push(error));
    await until(() => told.length > 0);
    expect(told[0]).toMatchObject(foreign);
    expect(await bed.redis.get(bed.key('waiting'))).toBe('of somebody else');
    await bed.redis.del(bed.key('waiting'));
    const job = await bed.queue.add('work', null);
    expect(await job.result({ timeout: '10s' })).toBe('done');
  });

  test.for(['waiting', 'leases'])('of one queue holds up no other queue of the worker: %s', async (name, { bed }) => {
    const broken = `${bed.queueName}-broken`;
    await bed.redis.set(bed.key(name, broken), 'of somebody else');
    const handlers = async () => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      return 'done';
    };
    const queues = [
      { queue: broken, handlers },
      { queue: bed.queueName, handlers },
    ];
    const worker = bed.own(new Worker(queues, { ...bed.common, concurrency: 2, prefetch: 0 }));
    worker.on('error', () => undefined);
    const jobs = await bed.queue.addBulk(Array.from({ length: 50 }, () => ({ name: 'work', data: null })));
    const results = await Promise.all(jobs.map((job) => job.result({ timeout: '10s' })));
    expect(results).toEqual(Array(50).fill('done'));
  });
});

test('no error and no log line shows a password, whatever goes wrong', async ({ bed }) => {
  await using server = await startServer({ password: 'right' });
  const shown: unknown[] = [];
  const wrong = `redis://someone:${SECRET}@${server.host}:${server.port}/3`;
  const told = await complaints(bed, wrong);
  await server.kill();
  shown.push(told, await thrownBy(new Queue('a', { ...bed.common, connection: wrong, deadline: 100 }).add('b', 1)));
  for (const url of [`redis://:${SECRET}@host:port`, `${SECRET}`, `http://:${SECRET}@host`, `redis://:${SECRET}@h/x`]) {
    try {
      new Queue('a', { connection: url });
    } catch (error) {
      shown.push(error);
    }
  }
  expect(shown).toHaveLength(6);
  const text = inspect([shown, bed.lines], { depth: 20, showHidden: true });
  expect(text).toContain('ERR_REDIS_AUTH');
  expect(text).not.toContain(SECRET);
});
