import { defineQueue, type Job, Queue, Worker } from '@longshore/core';
import { expect, expectTypeOf } from 'vitest';
import { z } from 'zod';
import { until } from '../support/processes.js';
import { test, thrownBy } from '../support/worker-bed.js';

const WAIT = { timeout: '15s' } as const;

test('one function runs jobs of every name', async ({ bed }) => {
  bed.worker((job: Job) => [job.name, job.data]);
  for (const name of ['one', 'two', 'constructor', '__proto__']) {
    const job = await bed.queue.add(name, { for: name });
    expect(await job.result(WAIT)).toEqual([name, { for: name }]);
  }
});

test('handlers by name, alone and with settings', async ({ bed }) => {
  let tries = 0;
  bed.worker({
    plain: () => 'plain',
    async set() {
      return 'set';
    },
    tried: {
      run: (job: Job) => {
        tries++;
        if (job.attempt < 3) throw new Error('not yet');
        return job.attempt;
      },
      attempts: 3,
      backoff: 1,
    },
  } as never);
  const results = [];
  for (const name of ['plain', 'set', 'tried']) results.push(await (await bed.queue.add(name, null)).result(WAIT));
  expect(results).toEqual(['plain', 'set', 3]);
  expect(tries).toBe(3);
});

test('what a handler gets', async ({ bed }) => {
  const tokens: string[] = [];
  bed.worker((job: Job) => {
    tokens.push(job.token);
    if (job.attempt === 1) throw new Error('once more');
    const { id, name, queue, data, attempt, addedAt } = job;
    return { id, name, queue, data, attempt, addedAt, aborted: job.signal.aborted };
  });
  const before = Number((await bed.redis.time())[0]) * 1000;
  const job = await bed.queue.add('work', { n: [1, 2] }, { attempts: 2, backoff: 1 });
  const seen = (await job.result(WAIT)) as Record<string, unknown>;
  const fields = { id: job.id, name: 'work', queue: bed.queueName, data: { n: [1, 2] } };
  expect(seen).toMatchObject({ ...fields, attempt: 2, aborted: false });
  expect(Number(seen['addedAt'])).toBeGreaterThanOrEqual(before);
  const [first, second] = tokens.map((token) => Number(token.split('/')[1]));
  expect(second).toBeGreaterThan(first as number);
});

test('handlers that cannot be used are refused, naming the field', async ({ bed }) => {
  const refused: [unknown, string][] = [
    [null, 'handlers'],
    [{}, 'handlers'],
    [{ work: 1 }, 'handlers.work'],
    [{ work: { attempts: 3 } }, 'handlers.work.run'],
    [{ work: { run: () => null, attempts: 0 } }, 'handlers.work.attempts'],
    [{ work: { run: () => null, retries: 3 } }, 'handlers.work.retries'],
  ];
  for (const [handlers, field] of refused) {
    expect(() => bed.worker(handlers as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION', field }) as Error,
    );
  }
});

test('a job without a handler here is left, without an attempt, for a worker that has it', async ({ bed }) => {
  const wrong = bed.worker({ other: () => 'other' } as never);
  const failed: unknown[] = [];
  wrong.on('failed', (...args) => failed.push(args));
  const job = await bed.queue.add('rare', 1, { attempts: 1 });
  await until(async () => (await job.state()) === 'parked');
  expect(bed.lines.map(({ level, message }) => `${level}: ${message}`)).toContain(
    'warn: a job that this worker cannot run is left to others',
  );
  expect(await (await bed.queue.add('other', null)).result(WAIT)).toBe('other');
  await wrong.close();
  bed.worker({ rare: (run: Job) => run.attempt } as never);
  expect(await job.result(WAIT)).toBe(1);
  expect(failed).toEqual([]);
});

const schemas = {
  welcome: {
    data: z.object({ to: z.object({ mail: z.email() }), times: z.coerce.number().default(1) }),
    result: z.object({ sent: z.number() }),
  },
};

test('a contract is checked at add, and names the path', async ({ bed }) => {
  const mail = defineQueue(bed.queueName, schemas);
  const queue = bed.own(new Queue(mail, bed.common));
  const wrong = queue.add('welcome', { to: { mail: 'nobody' }, times: 1 });
  expect(await thrownBy(wrong)).toMatchObject({ code: 'ERR_INVALID_PAYLOAD', field: 'data.to.mail' });
  // @ts-expect-error: there is no such job
  await queue.add('farewell', null, { delay: '1h' });
  // @ts-expect-error: data of another shape
  expect(await thrownBy(queue.add('welcome', { to: 1 }))).toMatchObject({ field: 'data.to' });
  expect((await queue.counts()).waiting).toBe(0);
  const many = queue.addBulk([
    { name: 'welcome', data: { to: { mail: 'a@b.cd' } } },
    { name: 'welcome', data: { to: { mail: 'b' } } },
  ]);
  expect(await thrownBy(many)).toMatchObject({ code: 'ERR_INVALID_PAYLOAD' });
  expect((await queue.counts()).waiting).toBe(0);
});

test('the handler gets what the schema makes of the data, and types follow', async ({ bed }) => {
  const mail = defineQueue(bed.queueName, schemas);
  const queue = bed.own(new Queue(mail, bed.common));
  bed.own(
    new Worker(
      mail,
      {
        welcome(job) {
          expectTypeOf(job.data).toEqualTypeOf<{ to: { mail: string }; times: number }>();
          return { sent: job.data.times + 1 };
        },
      },
      bed.common,
    ),
  );
  const job = await queue.add('welcome', { to: { mail: 'a@b.cd' }, times: '41' });
  const { sent } = await job.result(WAIT);
  expectTypeOf(sent).toEqualTypeOf<number>();
  expect(sent).toBe(42);
  const defaulted = await queue.add('welcome', { to: { mail: 'a@b.cd' } });
  expect(await defaulted.result(WAIT)).toEqual({ sent: 2 });
});

test('data that came around the contract fails without a retry', async ({ bed }) => {
  const mail = defineQueue(bed.queueName, schemas, { attempts: 5, backoff: 1 });
  let runs = 0;
  const welcome = () => {
    runs++;
    return { sent: 1 };
  };
  bed.own(new Worker(mail, { welcome }, bed.common));
  const job = await bed.queue.add('welcome', { to: 'the wrong shape' });
  const error = await thrownBy(job.result(WAIT));
  expect(error).toMatchObject({ attempts: 1, failure: { message: expect.stringContaining('data.to') } });
  expect(runs).toBe(0);
});

test('a contract of types alone, with defaults for its jobs', async ({ bed }) => {
  const sums = defineQueue<{ add: { data: { a: number }; result: number } }>(
    bed.queueName,
    {},
    { attempts: 2, backoff: 1 },
  );
  const queue = bed.own(new Queue(sums, bed.common));
  bed.own(new Worker(sums, { add: (job) => job.data.a + failOnce(job) }, bed.common));
  const result = await (await queue.add('add', { a: 1 })).result(WAIT);
  expectTypeOf(result).toEqualTypeOf<number>();
  expect(result).toBe(3);
  expect(await thrownBy((await queue.add('add', { a: 1 }, { attempts: 1 })).result(WAIT))).toMatchObject({
    attempts: 1,
  });
});

function failOnce({ attempt }: { attempt: number }): number {
  if (attempt === 1) throw new Error('not yet');
  return attempt;
}
