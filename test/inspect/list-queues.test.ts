import { listQueues } from '@longshore/core';
import { expect } from 'vitest';
import { startServer } from '../support/servers.js';
import { test, thrownBy } from '../support/worker-bed.js';

test('lists the queues under a prefix, sorted, as they come and go', async ({ bed, redis }) => {
  const options = { connection: bed.server.url, prefix: `list-${bed.queueName}` };
  expect(await listQueues(options)).toEqual([]);
  const queues = ['b', 'C', 'a'].map((name) => bed.queueNamed(name, { prefix: options.prefix }));
  await Promise.all(queues.map((queue) => queue.add('work', null)));
  await expect.poll(() => listQueues(options)).toEqual(['C', 'a', 'b']);
  expect(await listQueues({ connection: bed.server.url })).not.toContain('C');
  await queues[2]?.destroy({ confirm: 'a' });
  expect(await listQueues(options)).toEqual(['C', 'b']);
  for (const queue of queues.slice(0, 2)) await queue.destroy({ confirm: queue.name });
  expect(await redis.exists(`${options.prefix}:queues`)).toBe(0);
});

test('lists a queue that has nothing but a schedule', async ({ bed }) => {
  const { name, schedules } = bed.queueNamed(`${bed.queueName}-scheduled`);
  await schedules.upsert('nightly', { cron: '@daily', name: 'work', data: null });
  await expect.poll(() => listQueues({ connection: bed.server.url })).toContain(name);
});

test('leaves no connection behind, and works while a queue with the same connection is closed', async ({
  bed,
  redis,
}) => {
  const connection = bed.server.url;
  const queue = bed.queueNamed('closing', { connection });
  await queue.add('work', null);
  const [names] = await Promise.all([listQueues({ connection }), queue.close()]);
  expect(names).toContain('closing');
  await expect.poll(async () => (await redis.client('LIST')) as string).not.toContain('name=longshore-client');
});

test('rejects where Redis is not, and can be asked again', async () => {
  await using server = await startServer();
  const { url } = server;
  await server.stop();
  expect(await thrownBy(listQueues({ connection: url }))).toMatchObject({ code: 'ERR_REDIS_UNAVAILABLE' });
});

test.for([
  [undefined, 'options.connection'],
  [{ connection: 'localhost' }, 'options.connection'],
  [{ connection: 'redis://127.0.0.1:1', prefix: 'a b' }, 'options.prefix'],
  [{ connection: 'redis://127.0.0.1:1', name: 'a' }, 'options.name'],
] as const)('refuses %j, naming %s', async ([options, field]) => {
  expect(await thrownBy(listQueues(options as never))).toMatchObject({ field });
});
