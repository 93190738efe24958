import { createServer } from 'node:http';
import { EnqueueTimeoutError, Queue } from '@longshore/core';
import { Redis } from 'ioredis';
import { describe, expect } from 'vitest';
import { startServer } from '../support/servers.js';
import { test, thrownBy, type WorkerBed } from '../support/worker-bed.js';
import { complaints as complaintsOf } from './everything.js';
import { listen, speakRedis } from './fake-server.js';

/** What everything that uses a server says of it, by what was called. */
const complaints = (bed: WorkerBed, connection: string) =>
  complaintsOf({ ...bed.common, queue: bed.queueName, connection, deadline: 500 });

/** All of them say the same. */
const all = (error: object) => ({
  add: error,
  addBulk: error,
  counts: error,
  remove: error,
  ready: error,
  post: error,
  publish: error,
});

describe('where no Redis answers, every call ends by its deadline', () => {
  const unknown = (id: string) => ({
    code: 'ERR_ENQUEUE_TIMEOUT',
    id,
    message: expect.stringMatching(new RegExp(`${id} .*unknown; add again with the same jobId`)),
  });
  const outcomes = (error: object) => ({ ...all(error), add: unknown('mine'), addBulk: unknown('ours') });

  test('nobody listens', async ({ bed }) => {
    const { port } = await goneServer();
    const refused = { code: 'ERR_REDIS_UNAVAILABLE', message: expect.stringContaining('ECONNREFUSED') };
    const told = await complaints(bed, `redis://127.0.0.1:${port}`);
    expect(told).toMatchObject(outcomes(refused));
    expect(told['counts']).toMatchObject({ message: expect.stringContaining(`127.0.0.1:${port}`) });
    expect((told['add'] as EnqueueTimeoutError).cause).toMatchObject({ code: 'ERR_REDIS_UNAVAILABLE' });
  });

  test('the name of the host is wrong', async ({ bed }) => {
    const message = expect.stringMatching(/ENOTFOUND|EAI_AGAIN/);
    const told = await complaints(bed, 'redis://no-such-host.invalid');
    expect(told).toMatchObject(outcomes({ code: 'ERR_REDIS_UNAVAILABLE', message }));
    expect(told['counts']).toMatchObject({ message: expect.stringContaining('no-such-host.invalid:6379') });
  });

  test('somebody takes the connection and says nothing', async ({ bed }) => {
    await using silent = await listen(() => undefined);
    const message = expect.stringMatching(/not (?:reached|ready) within \d+ ms/);
    const unavailable = { code: 'ERR_REDIS_UNAVAILABLE', message };
    expect(await complaints(bed, `redis://127.0.0.1:${silent.port}`)).toMatchObject(outcomes(unavailable));
  });

  test('somebody takes the connection and ends it', async ({ bed }) => {
    await using rude = await listen((socket) => socket.end());
    const unavailable = { code: 'ERR_REDIS_UNAVAILABLE' };
    expect(await complaints(bed, `redis://127.0.0.1:${rude.port}`)).toMatchObject(outcomes(unavailable));
  });

  test('and what was called again once Redis is there succeeds, with the same id once', async ({ bed }) => {
    const { port } = await goneServer();
    const queue = bed.own(new Queue('late', { ...bed.common, connection: `redis://127.0.0.1:${port}`, deadline: 200 }));
    const error = (await thrownBy(queue.add('work', 1))) as unknown as EnqueueTimeoutError;
    expect(error).toBeInstanceOf(EnqueueTimeoutError);
    await using _server = await startServer({ port });
    const again = await queue.add('work', 1, { jobId: error.id as string });
    expect(again).toMatchObject({ id: error.id, created: true });
    expect(await queue.counts()).toMatchObject({ waiting: 1 });
    await queue.close();
  });
});

describe('a server that cannot be used is told at once', () => {
  const noRedis = { code: 'ERR_REDIS_REPLY', message: expect.stringContaining('check host and port') };

  test('one that speaks HTTP', async ({ bed }) => {
    const http = createServer((_request, response) => response.end('hello'));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const address = http.address() as { port: number };
    expect(await complaints(bed, `redis://127.0.0.1:${address.port}`)).toMatchObject(all(noRedis));
    await new Promise((resolve) => http.close(resolve));
  });

  test('one that greets like SSH', async ({ bed }) => {
    await using ssh = await listen((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'));
    expect(await complaints(bed, `redis://127.0.0.1:${ssh.port}`)).toMatchObject(all(noRedis));
  });

  test.for([
    { version: '6.0.9', says: 'Redis 6.0.9 is too old' },
    { version: '5.0.14', says: 'Redis 5.0.14 is too old' },
  ])('one of version $version', async ({ version, says }, { bed }) => {
    const info = `# Server\r\nredis_version:${version}\r\nloading:0\r\nmaxmemory_policy:noeviction\r\n`;
    const answer = (words: readonly string[]) => (words[0]?.toUpperCase() === 'INFO' ? info : '+OK');
    await using old = await listen(speakRedis(answer));
    const tooOld = { code: 'ERR_REDIS_VERSION', message: expect.stringMatching(`${says}.*upgrade the server`) };
    expect(await complaints(bed, `redis://127.0.0.1:${old.port}`)).toMatchObject(all(tooOld));
  });

  test('one that may evict jobs, until it may no more', async ({ bed }) => {
    await using server = await startServer({ settings: { 'maxmemory-policy': 'allkeys-lru' } });
    const evicts = {
      code: 'ERR_REDIS_EVICTION',
      message: expect.stringMatching('allkeys-lru.*set maxmemory-policy to noeviction'),
    };
    expect(await complaints(bed, server.url)).toMatchObject(all(evicts));
    const queue = bed.own(new Queue('mended', { ...bed.common, connection: server.url }));
    expect(await thrownBy(queue.add('work', null))).toMatchObject(evicts);
    const redis = new Redis(server.url);
    await redis.config('SET', 'maxmemory-policy', 'noeviction');
    redis.disconnect();
    expect(await queue.add('work', null)).toMatchObject({ created: true });
    await queue.close();
  });
});

/** A port on which nobody listens. */
async function goneServer(): Promise<{ port: number }> {
  await using server = await listen(() => undefined);
  return { port: server.port };
}
