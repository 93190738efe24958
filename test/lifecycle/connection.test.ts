import { NoticeBoard, Queue, Worker } from '@longshore/core';
import { Redis } from 'ioredis';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { test } from '../support/worker-bed.js';

const WAIT = { timeout: '5s' } as const;

test("a user's client is used for its settings, never used itself and never closed", async ({ bed, server }) => {
  const own = new Redis(server.url, { connectionName: 'the-users-own', db: 2 });
  await own.ping();
  const commands = async () => {
    const line = ((await bed.redis.client('LIST')) as string)
      .split('\n')
      .find((one) => / name=the-users-own /.test(one));
    return / tot-cmds=(\d+)/.exec(line ?? '')?.[1];
  };
  const before = await commands();
  const options = { ...bed.common, connection: own };
  const queue = new Queue(bed.queueName, options);
  const worker = new Worker(bed.queueName, () => 'done', options);
  const board = new NoticeBoard(bed.queueName, { connection: own, logger: bed.logger });
  await board.post('seen');
  expect(await (await queue.add('work', null)).result(WAIT)).toBe('done');
  await Promise.all([worker.close(), queue.close(), board.close()]);
  expect(own.status).toBe('ready');
  expect(await commands()).toBe(before);
  // Its database too.
  expect(await own.hget(bed.key('stats'), 'completed')).toBe('1');
  expect(await bed.redis.exists(bed.key('stats'))).toBe(0);
  await until(async () => !/ name=longshore-/.test((await bed.redis.client('LIST')) as string));
  own.disconnect();
});

test('ioredis options are a connection', async ({ bed, server }) => {
  const connection = { host: server.host, port: server.port, ...password(server.url), db: 3 };
  const queue = bed.own(new Queue(bed.queueName, { ...bed.common, connection }));
  const worker = bed.own(new Worker(bed.queueName, () => 'done', { ...bed.common, connection }));
  await worker.ready();
  expect(await (await queue.add('work', null)).result(WAIT)).toBe('done');
  expect(await bed.redis.exists(bed.key('stats'))).toBe(0);
});

function password(url: string): object {
  const read = new URL(url);
  return { ...(read.username && { username: read.username }), ...(read.password && { password: read.password }) };
}

test('queues with the same connection share two connections', async ({ bed }) => {
  const queues = Array.from({ length: 10 }, (_, i) => new Queue(`${bed.queueName}-${i}`, bed.common));
  const jobs = await Promise.all(queues.map((queue) => queue.add('work', null, { delay: '1h' })));
  const waits = Promise.allSettled(jobs.map((job) => job.result()));
  const names = async () =>
    ((await bed.redis.client('LIST')) as string)
      .split('\n')
      .flatMap((line) => / name=(longshore-\S+)/.exec(line)?.[1] ?? []);
  await until(async () => (await names()).includes('longshore-subscriber'));
  expect((await names()).sort()).toEqual(['longshore-client', 'longshore-subscriber']);
  for (const queue of queues.slice(1)) await queue.close();
  // The last one still has them.
  expect(await (jobs[0] as NonNullable<(typeof jobs)[0]>).state()).toBe('delayed');
  await queues[0]?.close();
  await waits;
  await until(async () => (await names()).length === 0);
});

test('prefixes keep queues of the same name apart', async ({ bed }) => {
  const queue = bed.own(new Queue(bed.queueName, { ...bed.common, prefix: 'other:app' }));
  const worker = bed.own(new Worker(bed.queueName, () => 'other', { ...bed.common, prefix: 'other:app' }));
  const here = await bed.queue.add('work', null);
  expect(await (await queue.add('work', null)).result(WAIT)).toBe('other');
  await worker.close();
  expect(await here.state()).toBe('waiting');
});

test.for<[string, unknown]>([
  ['nothing', undefined],
  ['no URL', 'somewhere'],
  ['another protocol', 'http://127.0.0.1:6379'],
  ['a keyPrefix', { host: '127.0.0.1', keyPrefix: 'mine:' }],
  ['a list', []],
])('%s as a connection is refused at once', ([, connection]) => {
  const refused = expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: expect.stringContaining('connection') });
  expect(() => new Queue('mail', { connection } as never)).toThrow(refused as Error);
  expect(() => new Worker('mail', () => null, { connection } as never)).toThrow(refused as Error);
});
