import { type Job, RetryLaterError, UnrecoverableError } from '@longshore/core';
import { expect } from 'vitest';
import { test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

/** Lets a job fail until `attempts` are used up; the delays that were told. */
async function delaysOf(bed: WorkerBed, handler: object, options: object): Promise<number[]> {
  const delays: number[] = [];
  const worker = bed.worker({ work: handler } as never);
  worker.on('retrying', (_job, _error, delayMs) => delays.push(delayMs));
  const job = await bed.queue.add('work', null, options);
  const error = await thrownBy(job.result({ timeout: '10s' }));
  expect(error).toMatchObject({ code: 'ERR_JOB_FAILED', attempts: delays.length + 1 });
  await worker.close();
  return delays;
}

const fail = () => {
  throw new Error('always');
};

test('fixed: the same delay each time', async ({ bed }) => {
  expect(await delaysOf(bed, fail, { attempts: 4, backoff: { type: 'fixed', delay: 20, jitter: 0 } })).toEqual([
    20, 20, 20,
  ]);
});

test('a mere duration is fixed', async ({ bed }) => {
  expect(await delaysOf(bed, fail, { attempts: 3, backoff: '15ms' })).toEqual([15, 15]);
});

test('exponential: doubled each time, up to the longest', async ({ bed }) => {
  const backoff = { type: 'exponential', delay: 10, max: 50, jitter: 0 };
  expect(await delaysOf(bed, fail, { attempts: 6, backoff })).toEqual([10, 20, 40, 50, 50]);
});

test('jitter takes away from the delay and adds nothing', async ({ bed }) => {
  const delays = await delaysOf(bed, fail, { attempts: 15, backoff: { type: 'fixed', delay: 40, jitter: 0.5 } });
  expect(delays).toHaveLength(14);
  expect(delays.every((ms) => ms >= 20 && ms <= 40)).toBe(true);
  expect(new Set(delays).size).toBeGreaterThan(1);
});

test('a function of the handler says each delay, from the attempt and the error', async ({ bed }) => {
  const seen: unknown[] = [];
  const backoff = (attempt: number, error: unknown) => {
    seen.push([attempt, (error as Error).message]);
    return attempt * 5;
  };
  expect(await delaysOf(bed, { run: fail, attempts: 4, backoff }, {})).toEqual([5, 10, 15]);
  expect(seen).toEqual([
    [1, 'always'],
    [2, 'always'],
    [3, 'always'],
  ]);
});

test('what the job says goes before what the handler says', async ({ bed }) => {
  const handler = { run: fail, attempts: 9, backoff: 1 };
  expect(await delaysOf(bed, handler, { attempts: 2, backoff: '12ms' })).toEqual([12]);
});

test('a retry is not run before its delay has passed', async ({ bed }) => {
  const starts: number[] = [];
  bed.worker((job: Job) => {
    starts.push(performance.now());
    if (job.attempt < 3) throw new Error('not yet');
    return job.attempt;
  });
  const job = await bed.queue.add('work', null, { attempts: 3, backoff: 120 });
  expect(await job.result({ timeout: '10s' })).toBe(3);
  const waits = starts.slice(1).map((at, i) => at - (starts[i] as number));
  // Redis counts whole milliseconds.
  expect(waits.every((ms) => ms >= 118)).toBe(true);
});

test('UnrecoverableError fails at once, also one of another copy of the package', async ({ bed }) => {
  let runs = 0;
  bed.worker({
    own: () => {
      runs++;
      throw new UnrecoverableError('the card is stolen');
    },
    foreign: () => {
      runs++;
      throw Object.assign(new Error('of another copy'), { code: 'ERR_UNRECOVERABLE' });
    },
  } as never);
  for (const [name, message] of [
    ['own', 'the card is stolen'],
    ['foreign', 'of another copy'],
  ] as const) {
    const job = await bed.queue.add(name, null, { attempts: 5, backoff: 1 });
    expect(await thrownBy(job.result({ timeout: '5s' }))).toMatchObject({ attempts: 1, failure: { message } });
  }
  expect(runs).toBe(2);
});

test('RetryLaterError spends no attempt', async ({ bed }) => {
  const attempts: number[] = [];
  const told: string[] = [];
  const worker = bed.worker((job: Job) => {
    attempts.push(job.attempt);
    if (attempts.length <= 3) throw new RetryLaterError(5);
    if (attempts.length === 4) throw new Error('a real failure');
    return 'at last';
  });
  worker.on('retrying', (_job, error) => told.push((error as Error).message));
  const job = await bed.queue.add('work', null, { attempts: 2, backoff: 1 });
  expect(await job.result({ timeout: '5s' })).toBe('at last');
  expect(attempts).toEqual([1, 1, 1, 1, 2]);
  expect(told).toEqual(['a real failure']);
});

test('whatever is thrown, the job fails with it', async ({ bed }) => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const thrown: readonly unknown[] = ['a text', undefined, null, 42, { why: 'an object' }, cycle, 10n];
  bed.worker(({ data }: Job) => {
    throw thrown[data as number];
  });
  const messages: unknown[] = [];
  for (let i = 0; i < thrown.length; i++) {
    const job = await bed.queue.add('work', i);
    const error = await thrownBy(job.result({ timeout: '5s' }));
    messages.push((error['failure'] as Error).message);
  }
  expect(messages).toEqual([
    'a text',
    'undefined',
    'null',
    '42',
    '{"why":"an object"}',
    '[object Object]',
    '[object BigInt]',
  ]);
});
