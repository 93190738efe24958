import type { Job } from '@longshore/core';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { test } from '../support/worker-bed.js';

const WAIT = { timeout: '20s' } as const;

test('jobs whose handler no taker has are parked by name, and taken as soon as a worker has it', async ({ bed }) => {
  bed.worker({ old: (job: Job) => `old ${job.data}` } as never);
  const jobs = await bed.queue.addBulk(
    Array.from({ length: 40 }, (_, data) => ({ name: data % 2 === 0 ? 'old' : 'new', data })),
  );
  await until(async () => (await bed.redis.hget(bed.key('parked'), 'new')) === '20');
  expect(await bed.redis.llen(bed.key('waiting'))).toBe(0);
  expect(await jobs[1]?.state()).toBe('parked');
  bed.worker({ old: (job: Job) => `old ${job.data}`, new: (job: Job) => `new ${job.data} ${job.attempt}` } as never);
  const results = await Promise.all(jobs.map((job) => job.result(WAIT)));
  expect(results[1]).toBe('new 1 1');
  expect(results).toHaveLength(40);
  expect(await bed.redis.exists(bed.key('parked'))).toBe(0);
});

test('a worker that has the handler hears of it while it sleeps', async ({ bed }) => {
  const able = bed.worker({ new: () => 'by the new one' } as never);
  const unable = bed.worker({ old: () => 'by the old one' } as never);
  await Promise.all([able.ready(), unable.ready()]);
  // Whoever has waited longest is given the job: with ten of them some meet the one that cannot run it.
  for (let i = 0; i < 10; i += 1) {
    expect(await (await bed.queue.add('new', i)).result(WAIT)).toBe('by the new one');
    expect(await (await bed.queue.add('old', i)).result(WAIT)).toBe('by the old one');
  }
});

test('they are never popped in a circle', async ({ bed }) => {
  const claims = async () => Number(await bed.redis.hget(bed.key('meta'), 'claims'));
  const workers = [1, 2, 3].map(() => bed.worker({ old: () => null } as never));
  await Promise.all(workers.map((worker) => worker.ready()));
  const job = await bed.queue.add('new', 1);
  await until(async () => (await job.state()) === 'parked');
  const before = await claims();
  for (let i = 0; i < 20; i += 1) await (await bed.queue.add('old', i)).result(WAIT);
  // Claim numbers are times: but for the twenty jobs there was no claim.
  expect(await job.state()).toBe('parked');
  expect(await bed.redis.hget(bed.key('parked'), 'new')).toBe('1');
  expect(await claims()).toBeGreaterThan(before);
});

test('a message of a newer version waits for a worker that can read it, and a name of that look does not help', async ({
  bed,
}) => {
  await bed.redis.set(bed.key('job:future'), '2,{"name":"work"},1700000000000');
  await bed.redis.lpush(bed.key('waiting'), 'future');
  const worker = bed.worker(() => 'done');
  await until(async () => (await bed.redis.llen(bed.key('parked:format:2'))) === 1);
  expect(await (await bed.queue.add('work', 1)).result(WAIT)).toBe('done');
  expect(bed.lines.some(({ message }) => message.includes('left to others'))).toBe(true);
  await worker.close();
  // The next version reads it: here it is only taken, by its claim, as that version would.
  const [listed] = await bed.redis.lrange(bed.key('parked:format:2'), 0, -1);
  expect(listed).toBe('future');
  await bed.redis.del(bed.key('parked:format:2'), bed.key('parked'), bed.key('job:future'));
  await bed.redis.hdel(bed.key('tries'), 'future');
});

test('messages as the first version wrote them run', async ({ bed }) => {
  await bed.redis.mset(
    bed.key('job:plain'),
    '"work",{"n":1},1700000000000',
    bed.key('job:optional'),
    '"work",{"n":2},{"attempts":2,"backoff":{"type":"fixed","delay":1,"max":1,"jitter":0}},1700000000000',
  );
  await bed.redis.hset(bed.key('tries'), 'optional', '1 0 -');
  await bed.redis.lpush(bed.key('waiting'), 'plain', 'optional');
  bed.worker((job: Job) => [job.data.n, job.attempt]);
  expect(await bed.queue.job('plain').result(WAIT)).toEqual([1, 1]);
  expect(await bed.queue.job('optional').result(WAIT)).toEqual([2, 2]);
});
