import { EnqueueTimeoutError, RedisMemoryError } from '@longshore/core';
import { describe, expect } from 'vitest';
import { Enqueuer, type Outgoing } from '../support/core-internals.js';
import type { FailingConnection } from '../support/failing-connection.js';
import type { ScriptBed } from '../support/script-bed.js';
import { test } from './role-test.js';

const job = (id: string, more: Partial<Outgoing> = {}): Outgoing => ({
  id,
  text: '"work",null',
  due: '',
  body: undefined,
  own: true,
  words: '',
  hold: '',
  replace: false,
  ...more,
});
const jobs = (count: number, more: Partial<Outgoing> = {}) =>
  Array.from({ length: count }, (_, i) => job(`job-${i}`, more));

const make = (failing: FailingConnection, bed: ScriptBed, deadlineMs = 5000) =>
  new Enqueuer(failing, bed.keys, deadlineMs);
const CREATED = { is: 'created' };
const TAKEN = { is: 'taken' };
const waiting = async (bed: ScriptBed) => (await bed.redis.lrange(bed.keys.waiting, 0, -1)).reverse();

test('what is added in one turn travels together, in its order', async ({ failing, bed }) => {
  const enqueuer = make(failing, bed);
  const created = await Promise.all(jobs(100).map((one) => enqueuer.add(one)));
  expect(created).toEqual(Array(100).fill(CREATED));
  expect(failing.count('enqueue')).toBe(1);
  expect(await waiting(bed)).toEqual(jobs(100).map(({ id }) => id));
  await enqueuer.add(job('later'));
  expect(failing.count('enqueue')).toBe(2);
});

describe('one call carries at most', () => {
  const large = { text: `"work","${'x'.repeat(60_000)}"` };

  test.for([
    // Ids that a user gave take commands of their own in Redis, and count tenfold.
    { what: 'five hundred jobs', given: jobs(2500), calls: 5, others: 50 },
    { what: '256 KiB', given: jobs(10, large), calls: 3, others: 3 },
    { what: 'one that is larger alone', given: jobs(3, { body: 'x'.repeat(400_000), due: '' }), calls: 3, others: 3 },
  ])('$what', async ({ given, calls, others }, { failing, bed }) => {
    const enqueuer = make(failing, bed);
    expect(await enqueuer.addAll(given)).toEqual(given.map(() => CREATED));
    expect(failing.count('enqueue')).toBe(calls);
    const again = await Promise.all(given.map((one) => enqueuer.add({ ...one, own: false })));
    expect(again).toEqual(given.map(() => TAKEN));
    expect(failing.count('enqueue')).toBe(calls + others);
    expect(await waiting(bed)).toHaveLength(given.length);
  });
});

describe('a call that got no answer is sent again', () => {
  test('and a job whose id was made here counts as added, whichever call it was that arrived', async ({
    failing,
    bed,
  }) => {
    failing.fail('enqueue', 'unreached', 'reply lost', 'reply lost');
    expect(await make(failing, bed).add(job('a'))).toEqual(CREATED);
    expect(failing.count('enqueue')).toBe(4);
    expect(await waiting(bed)).toEqual(['a']);
  });

  test('and an id that a user gave is reported as taken: by whom cannot be told', async ({ failing, bed }) => {
    failing.fail('enqueue', 'reply lost');
    expect(await make(failing, bed).add(job('a', { own: false }))).toEqual(TAKEN);
    expect(await waiting(bed)).toEqual(['a']);
  });

  test('with all of its jobs, as it was', async ({ failing, bed }) => {
    await make(failing, bed).add(job('job-1', { own: false }));
    failing.fail('enqueue', 'reply lost');
    expect(await make(failing, bed).addAll([...jobs(3), job('mine', { own: false })])).toEqual([
      CREATED,
      CREATED,
      CREATED,
      TAKEN,
    ]);
    const [, first, second] = failing.calls;
    expect(second).toEqual(first);
    expect(await waiting(bed)).toEqual(['job-1', 'job-0', 'job-2', 'mine']);
  });
});

describe('an id that stands several times in one call', () => {
  test('is new for the first of them', async ({ failing, bed }) => {
    const twice = [job('a', { own: false }), job('b'), job('a', { own: false })];
    expect(await make(failing, bed).addAll(twice)).toEqual([CREATED, CREATED, TAKEN]);
  });

  test('is new for none where it was taken', async ({ failing, bed }) => {
    const enqueuer = make(failing, bed);
    await enqueuer.add(job('a', { own: false }));
    expect(await enqueuer.addAll([job('a', { own: false }), job('a', { own: false })])).toEqual([TAKEN, TAKEN]);
  });
});

test('after its deadline each job of the call gets an error with its own id', async ({ failing, bed }) => {
  failing.fail('enqueue', ...Array<'unreached'>(100).fill('unreached'));
  const enqueuer = make(failing, bed, 300);
  const errors = await Promise.all(jobs(3).map((one) => enqueuer.add(one).catch((error: unknown) => error)));
  expect(errors).toEqual([0, 1, 2].map(() => expect.any(EnqueueTimeoutError)));
  expect(errors).toMatchObject(jobs(3).map(({ id }) => ({ id, code: 'ERR_ENQUEUE_TIMEOUT' })));
  expect(errors).toMatchObject([{ cause: { code: 'ERR_REDIS_UNAVAILABLE' } }, {}, {}]);
  const many = await enqueuer.addAll(jobs(5)).catch((error: unknown) => error);
  expect(many).toMatchObject({ ids: jobs(5).map(({ id }) => id), message: expect.stringContaining('and 2 more') });
  expect(failing.count('enqueue')).toBeGreaterThan(3);
});

test('an error that will not pass is told at once, to all of the call', async ({ failing, bed }) => {
  const full = new RedisMemoryError();
  failing.fail('enqueue', full);
  const enqueuer = make(failing, bed);
  const errors = await Promise.all(jobs(2).map((one) => enqueuer.add(one).catch((error: unknown) => error)));
  expect(errors).toEqual([full, full]);
  expect(failing.count('enqueue')).toBe(1);
  expect(await enqueuer.add(job('after'))).toEqual(CREATED);
});
