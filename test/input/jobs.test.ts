import { defineQueue, Queue } from '@longshore/core';
import { describe, expect } from 'vitest';
import { z } from 'zod';
import { test, thrownBy } from '../support/worker-bed.js';

const MIB = 1_048_576;
const cycle: { self?: unknown } = {};
cycle.self = cycle;

describe('a job that cannot be added is told before anything is sent', () => {
  test.for<[what: string, name: unknown, data: unknown, options: unknown, error: object]>([
    ['data that contains itself', 'work', cycle, {}, { code: 'ERR_INVALID_PAYLOAD', field: 'data.self' }],
    ['a Date', 'work', { at: new Date() }, {}, { code: 'ERR_INVALID_PAYLOAD', field: 'data.at' }],
    ['a function', 'work', { a: [() => 1] }, {}, { code: 'ERR_INVALID_PAYLOAD', field: 'data.a[0]' }],
    ['a BigInt', 'work', 5n, {}, { code: 'ERR_INVALID_PAYLOAD', field: 'data' }],
    ['more than 1 MiB', 'work', 'x'.repeat(MIB), {}, { code: 'ERR_PAYLOAD_TOO_LARGE', field: 'data', bytes: MIB + 2 }],
    ['a name with a colon', 'a:b', 1, {}, { code: 'ERR_INVALID_NAME', field: 'name' }],
    ['no name', undefined, 1, {}, { code: 'ERR_INVALID_NAME', field: 'name' }],
    ['an empty id', 'work', 1, { jobId: '' }, { code: 'ERR_INVALID_NAME', field: 'options.jobId' }],
    ['an id of two lines', 'work', 1, { jobId: 'a\nb' }, { code: 'ERR_INVALID_NAME', field: 'options.jobId' }],
    ['an id that is a number', 'work', 1, { jobId: 7 }, { code: 'ERR_INVALID_NAME', field: 'options.jobId' }],
    ['an unknown option', 'work', 1, { retries: 3 }, { code: 'ERR_INVALID_OPTION', field: 'options.retries' }],
    ['options of text', 'work', 1, 'later', { code: 'ERR_INVALID_OPTION', field: 'options' }],
    ['a delay of text', 'work', 1, { delay: 'soon' }, { code: 'ERR_INVALID_OPTION', field: 'options.delay' }],
    ['a negative delay', 'work', 1, { delay: -1 }, { code: 'ERR_INVALID_OPTION', field: 'options.delay' }],
  ])('%s', async ([, name, data, options, error], { bed }) => {
    expect(await thrownBy(bed.queue.add(name as string, data, options as object))).toMatchObject(error);
    expect(await bed.redis.keys(bed.key('*'))).toEqual([]);
  });

  test('of many, the one that is wrong is named and none is added', async ({ bed }) => {
    const jobs = [
      { name: 'work', data: 1 },
      { name: 'work', data: { deep: [undefined] } },
    ];
    expect(await thrownBy(bed.queue.addBulk(jobs))).toMatchObject({ field: 'jobs[1].data.deep[0]' });
    const named = [{ name: 'work', data: 1, options: { attempts: 0 } }];
    expect(await thrownBy(bed.queue.addBulk(named))).toMatchObject({ field: 'jobs[0].options.attempts' });
    expect(await thrownBy(bed.queue.addBulk('jobs' as never))).toMatchObject({ field: 'jobs' });
    expect(await thrownBy(bed.queue.addBulk([null as never]))).toMatchObject({
      code: 'ERR_INVALID_OPTION',
      field: 'jobs[0]',
    });
    expect(await bed.redis.keys(bed.key('*'))).toEqual([]);
  });
});

test('a job of exactly 1 MiB, with an id of odd letters, arrives as it was sent', async ({ bed }) => {
  const data = 'ü'.repeat(MIB / 2 - 1);
  const jobId = '{日本}:42/?*[a-z]"\\🚀';
  const seen: unknown[] = [];
  bed.worker((job: { id: string; data: unknown }) => {
    seen.push(job.id, job.data === data);
    return job.data;
  });
  const job = await bed.queue.add('work', data, { jobId });
  expect(job).toMatchObject({ id: jobId, created: true });
  expect(await job.result({ timeout: '10s' })).toBe(data);
  expect(seen).toEqual([jobId, true]);
});

test('ids that Redis or a script could take for something else are ids like any other', async ({ bed }) => {
  const ids = [
    '-1',
    '0',
    '+inf',
    'nil',
    'false',
    '*',
    '%d',
    '%s%n',
    'active',
    'a"b\\',
    "'",
    '__proto__',
    'constructor',
  ];
  const ran: string[] = [];
  bed.worker((job: { id: string }) => {
    ran.push(job.id);
    return job.id;
  });
  const jobs = await bed.queue.addBulk(ids.map((jobId) => ({ name: 'work', data: null, options: { jobId } })));
  expect(await Promise.all(jobs.map((job) => job.result({ timeout: '10s' })))).toEqual(ids);
  expect(ran.sort()).toEqual([...ids].sort());
});

test('a result that cannot be stored fails its job with the reason, once', async ({ bed }) => {
  const runs: string[] = [];
  const run = (name: string, result: () => unknown) => () => {
    runs.push(name);
    return result();
  };
  bed.worker({
    large: run('large', () => 'x'.repeat(MIB)),
    cycle: run('cycle', () => cycle),
    big: run('big', () => 5n),
  });
  for (const [name, says] of [
    ['large', '1048578 bytes'],
    ['cycle', 'circular'],
    ['big', 'BigInt'],
  ] as const) {
    const job = await bed.queue.add(name, null, { attempts: 5, backoff: 1 });
    expect(await thrownBy(job.result({ timeout: '10s' }))).toMatchObject({
      code: 'ERR_JOB_FAILED',
      failure: { code: 'ERR_UNRECOVERABLE', message: expect.stringContaining(says) },
    });
  }
  expect(runs).toEqual(['large', 'cycle', 'big']);
});

describe('a schema', () => {
  const definition = (name: string) =>
    defineQueue(name, { mail: { data: z.object({ to: z.email(), at: z.object({ hour: z.number() }) }) } });

  test('refuses data with the path to it, and nothing is sent', async ({ bed }) => {
    const queue = bed.own(new Queue(definition(bed.queueName), bed.common));
    const error = await thrownBy(queue.add('mail', { to: 'ada@example.com', at: { hour: 'nine' as never } }));
    expect(error).toMatchObject({ code: 'ERR_INVALID_PAYLOAD', field: 'data.at.hour' });
    expect(await bed.redis.keys(bed.key('*'))).toEqual([]);
  });

  test('refuses one of many by its place', async ({ bed }) => {
    const queue = bed.own(new Queue(definition(bed.queueName), bed.common));
    const good = { name: 'mail', data: { to: 'ada@example.com', at: { hour: 9 } } } as const;
    const bad = { name: 'mail', data: { to: 'nobody', at: { hour: 9 } } } as const;
    expect(await thrownBy(queue.addBulk([good, bad]))).toMatchObject({ field: 'jobs[1].data.to' });
    expect(await bed.redis.keys(bed.key('*'))).toEqual([]);
  });
});

describe('once it is closed, a queue', () => {
  test.for(['add', 'addBulk', 'counts', 'remove'] as const)('says so: %s', async (method, { bed }) => {
    const { queue } = bed;
    await queue.close();
    const calls = {
      add: () => queue.add('work', null),
      addBulk: () => queue.addBulk([{ name: 'work', data: null }]),
      counts: () => queue.counts(),
      remove: () => queue.remove('an-id'),
    };
    // As a rejection, never thrown at the caller.
    expect(await thrownBy(calls[method]())).toMatchObject({
      code: 'ERR_CLOSED',
      message: expect.stringContaining('closed'),
    });
  });
});
