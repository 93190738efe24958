import { type Job, Worker, type WorkerOptions } from '@longshore/core';
import { expect, onTestFinished } from 'vitest';
import { plantSuspect } from '../support/plant-suspect.js';
import { isAlive } from '../support/processes.js';
import { test, thrownBy, type WorkerBed } from '../support/worker-bed.js';
import { begun, gone, handlerOf, WAIT } from './isolated-bed.js';

/** No suspect may be run by its own handler, where it would end this process. */
const inWorker = (job: Job) => {
  if (job.name !== 'here') throw new Error('it ran in the worker');
  return process.pid;
};

const apartWorker = (bed: WorkerBed, options: Partial<WorkerOptions> = {}, own: object = {}) =>
  bed.worker(Object.fromEntries(NAMES.map((name) => [name, { run: inWorker, ...own }])) as never, {
    suspects: handlerOf(),
    ...options,
  });

const NAMES = ['here', 'echo', 'pid', 'exit', 'calls', 'failOnce', 'throw', 'hang', 'loop', 'heed', 'environment'];

const plant = (bed: WorkerBed, name: string, data: unknown = null, options = {}) =>
  plantSuspect({ redis: bed.redis, queue: bed.queue, key: (key) => bed.key(key) }, name, data, options);

test('a suspect gets what any job gets, and what the worker has in its environment', async ({ bed }) => {
  process.env['LONGSHORE_TEST_WORD'] = 'told';
  onTestFinished(() => {
    delete process.env['LONGSHORE_TEST_WORD'];
  });
  apartWorker(bed);
  const job = await plant(bed, 'echo', { n: 1 });
  const seen = (await job.result(WAIT)) as Record<string, unknown>;
  expect(seen).toMatchObject({ id: job.id, name: 'echo', queue: bed.queueName, data: { n: 1 }, attempt: 1 });
  expect(seen['pid']).not.toBe(process.pid);
  expect(await (await plant(bed, 'environment', 'LONGSHORE_TEST_WORD')).result(WAIT)).toBe('told');
});

test('progress, log and checkpoint work there', async ({ bed }) => {
  apartWorker(bed);
  const job = await plant(bed, 'calls');
  expect(await job.result(WAIT)).toMatchObject([null, { seq: expect.any(Number) }]);
  expect(await bed.queue.get(job.id)).toMatchObject({ progress: { value: 1 }, checkpoint: { step: 2 }, crashes: 2 });
});

test('other jobs run in the worker as ever', async ({ bed }) => {
  apartWorker(bed);
  const suspect = await plant(bed, 'hang', null, { timeout: '20s' });
  await begun(suspect);
  expect(await (await bed.queue.add('here', null)).result(WAIT)).toBe(process.pid);
  expect(await suspect.state()).toBe('active');
  await bed.queue.cancel(suspect.id);
  expect(await thrownBy(suspect.result(WAIT))).toMatchObject({ code: 'ERR_JOB_CANCELLED' });
});

test('each has a process that no other job has had, which is gone afterwards', async ({ bed }) => {
  apartWorker(bed, { suspects: handlerOf('obey.mjs', { idle: '1h' }) });
  const first = (await (await plant(bed, 'pid')).result(WAIT)) as number;
  const second = (await (await plant(bed, 'pid')).result(WAIT)) as number;
  expect(second).not.toBe(first);
  await gone(first, second);
});

test('what it throws fails its attempt, and it comes back as a suspect', async ({ bed }) => {
  apartWorker(bed, {}, { attempts: 2, backoff: 1 });
  const job = await plant(bed, 'failOnce');
  expect(await job.result(WAIT)).toMatchObject({ attempt: 2 });
  const other = await plant(bed, 'throw', { message: 'no', code: 'ERR_NO' }, { attempts: 1 });
  expect(await thrownBy(other.result(WAIT))).toMatchObject({ attempts: 1, failure: { code: 'ERR_NO' } });
});

test('its process dies: it fails whatever its attempts, and the worker tells how', async ({ bed }) => {
  const exhausted: unknown[] = [];
  const worker = apartWorker(bed, { onExhausted: (job, error) => exhausted.push([job.id, error]) });
  const failed: unknown[] = [];
  worker.on('failed', (job, error, id) => failed.push([job?.id, error, id]));
  const job = await plant(bed, 'exit', { code: 3 }, { attempts: 9 });
  expect(await thrownBy(job.result(WAIT))).toMatchObject({
    failure: { code: 'ERR_WORKER_DIED', message: 'its worker died 3 times' },
  });
  const error = expect.objectContaining({ code: 'ERR_ISOLATED_PROCESS', exitCode: 3, hadBegun: true });
  await expect.poll(() => failed).toEqual([[job.id, error, job.id]]);
  expect(exhausted).toEqual([[job.id, error]]);
  expect(await bed.queue.get(job.id)).toMatchObject({
    attempts: 0,
    crashes: 3,
    history: [{ is: 'crashed', crash: 3 }],
  });
  expect(await (await bed.queue.add('here', null)).result(WAIT)).toBe(process.pid);
});

test('more crashes may be allowed: it goes back to the suspects until then', async ({ bed }) => {
  apartWorker(bed, { maxCrashes: 5 });
  const job = await plant(bed, 'exit', { code: 3 });
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ failure: { message: 'its worker died 5 times' } });
  const crashes = (await bed.queue.get(job.id))?.history.map((past) => past.is === 'crashed' && past.crash);
  expect(crashes).toEqual([3, 4, 5]);
});

test('a process that dies before it has got the job is no crash of the job', async ({ bed }) => {
  apartWorker(bed, { suspects: handlerOf('dies-at-load.mjs') });
  const job = await plant(bed, 'pid');
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ attempts: 1, failure: { code: 'ERR_ISOLATED_PROCESS' } });
  expect(await bed.queue.get(job.id)).toMatchObject({ history: [] });
});

const LIMITS: [whose: string, options: object, own: object, timeout: '1h' | 1500][] = [
  ["the job's own", { timeout: 1500 }, { timeout: '1h' }, '1h'],
  ["its handler's", {}, { timeout: 1500 }, '1h'],
  ['that for all suspects', {}, {}, 1500],
];

for (const [whose, options, own, timeout] of LIMITS) {
  test(`it is killed at its timeout: ${whose}`, async ({ bed }) => {
    apartWorker(bed, { suspects: handlerOf('obey.mjs', { timeout, grace: 50 }) }, own);
    const job = await plant(bed, 'loop', null, options);
    const failure = { code: 'ERR_JOB_TIMEOUT', message: expect.stringContaining('1500 ms') };
    expect(await thrownBy(job.result(WAIT))).toMatchObject({ attempts: 1, failure });
  });
}

test('a worker that closes hands it back and ends its process', async ({ bed }) => {
  const worker = apartWorker(bed, { suspects: handlerOf('obey.mjs', { grace: '1h' }) });
  const job = await plant(bed, 'loop');
  const { pid } = await begun(job);
  await worker.close({ deadline: '1s' });
  expect(isAlive(pid)).toBe(false);
  expect(await job.state()).toBe('suspect');
  expect(await bed.queue.get(job.id)).toMatchObject({ attempts: 0, crashes: 2 });
});

test('one slot is enough, and nothing is forgotten between suspects that come one by one', async ({ bed }) => {
  apartWorker(bed, { concurrency: 1 });
  for (let round = 0; round < 3; round++) {
    const jobs = [await plant(bed, 'pid'), await plant(bed, 'pid')];
    const here = await bed.queue.add('here', null);
    const pids = await Promise.all(jobs.map((job) => job.result(WAIT)));
    expect(new Set(pids).size).toBe(2);
    expect(await here.result(WAIT)).toBe(process.pid);
  }
});

test('it is made by isolated(), and nothing else is taken for it', ({ bed }) => {
  for (const suspects of [() => 1, { run: () => 1 }, 'x', null]) {
    const error = { code: 'ERR_INVALID_OPTION', field: 'options.suspects' };
    expect(() => new Worker('mail', () => 1, { ...bed.common, suspects: suspects as never })).toThrow(
      expect.objectContaining(error) as Error,
    );
  }
});
