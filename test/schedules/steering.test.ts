import { defineQueue, type Job, Queue } from '@longshore/core';
import { describe, expect } from 'vitest';
import { z } from 'zod';
import { until } from '../support/processes.js';
import { test, thrownBy } from '../support/worker-bed.js';

const daily = { cron: '0 9 * * *', timeZone: 'Europe/Berlin', name: 'work', data: { a: 1 } } as const;

describe('a schedule', () => {
  test('is shown as it was set', async ({ bed }) => {
    const { schedules } = bed.queue;
    const until = new Date('2100-01-01');
    const set = await schedules.upsert('b', { ...daily, until, limit: 5, misfire: 'all', overlap: 'skip' });
    expect(set).toEqual({
      id: 'b',
      cron: '0 9 * * *',
      timeZone: 'Europe/Berlin',
      until: until.getTime(),
      limit: 5,
      misfire: 'all',
      overlap: 'skip',
      name: 'work',
      data: { a: 1 },
      paused: false,
      next: expect.any(Number),
      overdueMs: 0,
      runs: 0,
    });
    const berlin = new Intl.DateTimeFormat('en', { hour: 'numeric', hour12: false, timeZone: 'Europe/Berlin' });
    expect(berlin.format(set.next)).toBe('09');
    const options = { attempts: 2, backoff: '5s' } as const;
    await schedules.upsert('a', { every: '1h', name: 'work', data: 'x'.repeat(9000), options });
    const all = await schedules.list();
    expect(all.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(all[0]).toMatchObject({
      every: 3_600_000,
      options,
      data: 'x'.repeat(9000),
      misfire: 'once',
      overlap: 'allow',
    });
    expect(await schedules.get('c')).toBeUndefined();
  });

  test('that is set again as it is goes on; one that says something else begins anew', async ({ bed }) => {
    const { schedules } = bed.queue;
    const settings = { every: '1h', name: 'work', data: null, options: { attempts: 2, priority: 1 } } as const;
    const first = await schedules.upsert('a', settings);
    await bed.redis.zincrby(bed.key('ticks'), -7, 'a');
    const again = await schedules.upsert('a', { ...settings, options: { priority: 1, attempts: 2 } });
    expect(again.next).toBe((first.next as number) - 7);
    const other = await schedules.upsert('a', { ...settings, data: 1 });
    expect(other.next).toBeGreaterThan(first.next as number);
  });

  test('is set by many at once', async ({ bed }) => {
    const set = (data: number) => bed.queue.schedules.upsert('a', { every: '1h', name: 'work', data });
    await Promise.all([1, 2, 3, 4, 5, 6].map((data) => set(data)));
    expect(await bed.queue.schedules.list()).toHaveLength(1);
  });

  test('makes no jobs while it is paused, and goes on with what is ahead', async ({ bed }) => {
    const ran: string[] = [];
    const worker = bed.worker((job: Job) => void ran.push(job.id));
    await worker.ready();
    const { schedules } = bed.queue;
    await schedules.upsert('a', { every: 200, name: 'work', data: null });
    expect(await schedules.pause('a')).toBe(true);
    expect(await schedules.pause('a')).toBe(false);
    expect(await schedules.get('a')).toMatchObject({ paused: true, overdueMs: 0 });
    const count = ran.length;
    const { since } = { since: Date.now() };
    await until(() => Date.now() > since + 700);
    expect(ran.length).toBe(count);
    expect(await schedules.resume('a')).toBe(true);
    expect(await schedules.resume('a')).toBe(false);
    await until(() => ran.length > count);
    // What lay in the pause is not made up for.
    expect(Number(ran[count]?.slice(2))).toBeGreaterThan(since + 500);
    expect(await schedules.remove('a')).toBe(true);
    expect(await schedules.remove('a')).toBe(false);
  });

  test('can be run at once, also while it is paused', async ({ bed }) => {
    const { schedules } = bed.queue;
    await schedules.upsert('a', daily);
    await schedules.pause('a');
    bed.worker((job: Job) => job.data);
    const job = await schedules.run('a');
    expect(job.created).toBe(true);
    expect(await job.result({ timeout: '20s' })).toEqual({ a: 1 });
    expect(await schedules.get('a')).toMatchObject({ runs: 0, paused: true });
  });

  test('that is not there cannot be paused, resumed or run', async ({ bed }) => {
    const { schedules } = bed.queue;
    for (const call of [schedules.pause('x'), schedules.resume('x'), schedules.run('x')])
      expect(await thrownBy(call)).toMatchObject({ code: 'ERR_SCHEDULE_MISSING', id: 'x' });
  });
});

describe('bad input', () => {
  const step = { every: '1h', name: 'work', data: null };
  test.for<[field: string, settings: unknown]>([
    ['schedule', null],
    ['schedule', 'daily'],
    ['schedule.cron', { name: 'work', data: null }],
    ['schedule.cron', { ...daily, cron: '61 * * * *' }],
    ['schedule.cron', { ...daily, cron: '0 0 30 2 *' }],
    ['schedule.cron', { ...daily, cron: 5 }],
    ['schedule.timeZone', { ...daily, timeZone: 'Mars/Phobos' }],
    ['schedule.timeZone', { ...step, timeZone: 'UTC' }],
    ['schedule.every', { ...step, every: 99 }],
    ['schedule.every', { ...step, every: '-1s' }],
    ['schedule.every', { ...daily, every: '1h' }],
    ['schedule.misfire', { ...step, misfire: 'never' }],
    ['schedule.overlap', { ...step, overlap: true }],
    ['schedule.until', { ...step, until: 'tomorrow' }],
    ['schedule.until', { ...step, until: new Date(1000) }],
    ['schedule.limit', { ...step, limit: 0 }],
    ['schedule.from', { ...step, from: new Date() }],
    ['schedule.name', { ...step, name: 'a b' }],
    ['schedule.data', { ...step, data: { at: new Date() } }],
    ['schedule.options', { ...step, options: 'fast' }],
    ['schedule.options.delay', { ...step, options: { delay: 5 } }],
    ['schedule.options.jobId', { ...step, options: { jobId: 'a' } }],
    ['schedule.options.unique', { ...step, options: { unique: { key: 'a' } } }],
    ['schedule.options.attempts', { ...step, options: { attempts: 0 } }],
  ])('%s: %j', async ([field, settings], { bed }) => {
    const error = await thrownBy(bed.queue.schedules.upsert('a', settings as never));
    expect(error).toMatchObject({ code: expect.stringMatching(/^ERR_INVALID/), field: expect.stringContaining(field) });
    expect(await bed.redis.keys(bed.key('*'))).toEqual([]);
  });

  test.for(['', 'a b', 'a:b', 'x'.repeat(101), 5, undefined])('id %j', async (id, { bed }) => {
    const { schedules } = bed.queue;
    const calls = [schedules.upsert(id as string, daily), schedules.get(id as string), schedules.run(id as string)];
    for (const call of calls) expect(await thrownBy(call)).toMatchObject({ code: 'ERR_INVALID_NAME', field: 'id' });
  });

  test('data that does not fit its schema', async ({ bed }) => {
    const mail = defineQueue(bed.queueName, { welcome: { data: z.object({ to: z.string() }) } });
    const queue = bed.own(new Queue(mail, bed.common));
    const upsert = (data: unknown) =>
      queue.schedules.upsert('a', { every: '1h', name: 'welcome', data: data as never });
    expect(await thrownBy(upsert({ to: 5 }))).toMatchObject({ code: 'ERR_INVALID_PAYLOAD', field: 'schedule.data.to' });
    expect((await upsert({ to: 'ada' })).data).toEqual({ to: 'ada' });
  });

  test('a closed queue', async ({ bed }) => {
    const queue = new Queue(bed.queueName, bed.common);
    await queue.close();
    expect(await thrownBy(queue.schedules.upsert('a', daily))).toMatchObject({ code: 'ERR_CLOSED' });
  });
});

test('a codec that writes another text each time makes no other schedule, and its data can be read', async ({
  bed,
}) => {
  let salt = 0;
  const salted = {
    id: 'salted',
    encode: (json: string) => `${++salt} ${json}`,
    decode: (text: string) => text.slice(text.indexOf(' ') + 1),
  };
  const { schedules } = bed.queueNamed(bed.queueName, { codec: salted });
  const first = await schedules.upsert('secret', { ...daily, data: { pin: 1 } });
  expect(first.data).toEqual({ pin: 1 });
  const stored = await bed.redis.hget(bed.key('schedules'), 'secret');
  expect(await schedules.upsert('secret', { ...daily, data: { pin: 1 } })).toEqual(first);
  expect(await bed.redis.hget(bed.key('schedules'), 'secret')).toBe(stored);
  expect((await schedules.upsert('secret', { ...daily, data: { pin: 2 } })).data).toEqual({ pin: 2 });
  // Whoever has not the codec sees that there is one.
  const plain = new Queue(bed.queueName, bed.common);
  expect(await plain.schedules.get('secret')).toMatchObject({
    sealedBy: 'salted',
    data: expect.stringContaining('pin'),
  });
  await plain.close();
});
