import { type Job, type Middleware, Worker } from '@longshore/core';
import { expect } from 'vitest';
import { test, thrownBy } from '../support/worker-bed.js';

const WAIT = { timeout: '5s' } as const;

const noting =
  (log: string[], name: string): Middleware =>
  async (_job, next) => {
    log.push(`${name} in`);
    const result = await next();
    log.push(`${name} out`);
    return result;
  };

test('the first is the outermost, those of a queue are inside those of the worker', async ({ bed }) => {
  const log: string[] = [];
  const list = [{ queue: bed.queueName, handlers: { work: () => log.push('run') }, middleware: noting(log, 'queue') }];
  bed.own(new Worker(list, { ...bed.common, middleware: [noting(log, 'a'), noting(log, 'b')] }));
  await (await bed.queue.add('work', null)).result(WAIT);
  expect(log).toEqual(['a in', 'b in', 'queue in', 'run', 'queue out', 'b out', 'a out']);
});

test('it may change the result, and answer without the handler', async ({ bed }) => {
  let runs = 0;
  const middleware: Middleware = async (job, next) => (job.data === 'cached' ? 'short' : `<${await next()}>`);
  bed.worker(
    () => {
      runs++;
      return 'long';
    },
    { middleware },
  );
  expect(await (await bed.queue.add('work', 'cached')).result(WAIT)).toBe('short');
  expect(await (await bed.queue.add('work', null)).result(WAIT)).toBe('<long>');
  expect(runs).toBe(1);
});

test('it sees what the handler throws, and what it throws is retried as usual', async ({ bed }) => {
  const seen: string[] = [];
  const middleware: Middleware = (_job, next) =>
    next().catch((error: Error) => {
      seen.push(error.message);
      throw new RangeError('from outside', { cause: error });
    });
  bed.worker(
    (job: Job) => {
      throw new Error(`attempt ${job.attempt}`);
    },
    { middleware },
  );
  const job = await bed.queue.add('work', null, { attempts: 2, backoff: 1 });
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ attempts: 2, failure: { name: 'RangeError' } });
  expect(seen).toEqual(['attempt 1', 'attempt 2']);
});

test('next() twice fails the attempt with a code; a next() nobody waits for does not end the process', async ({
  bed,
}) => {
  let runs = 0;
  const middleware: Middleware = async (job, next) => {
    void next();
    if (job.data === 'twice') void next();
    return 'early';
  };
  bed.worker(
    () => {
      runs++;
      throw new Error('nobody waits for this');
    },
    { middleware },
  );
  const twice = await bed.queue.add('work', 'twice');
  expect(await thrownBy(twice.result(WAIT))).toMatchObject({ failure: { code: 'ERR_MIDDLEWARE' } });
  expect(await (await bed.queue.add('work', 'once')).result(WAIT)).toBe('early');
  expect(runs).toBe(2);
});

test.for<[unknown, string]>([
  ['log', 'options.middleware'],
  [null, 'options.middleware'],
  [[() => 1, {}], 'options.middleware[1]'],
])('%j is no middleware', ([middleware, field], { bed }) => {
  expect(() => bed.worker(() => 1, { middleware: middleware as never })).toThrow(`${field}: `);
});
