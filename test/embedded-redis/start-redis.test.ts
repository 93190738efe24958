import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { type EmbeddedRedis, startRedis } from '@longshore/embedded-redis';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { isAlive, until } from '../support/processes.js';

const started: EmbeddedRedis[] = [];

async function start(options?: Parameters<typeof startRedis>[0]): Promise<EmbeddedRedis> {
  const redis = await startRedis(options);
  started.push(redis);
  return redis;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((redis) => redis.stop()));
});

/** Runs one piece of work on a connection of its own. */
async function on<T>(redis: EmbeddedRedis, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(redis.url, { maxRetriesPerRequest: 1 });
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}

test('a started server answers, keeps its folder private and evicts nothing', async () => {
  const redis = await start();
  expect(redis.kind).toMatch(/^(redis|valkey)$/);
  expect(redis.version).toMatch(/^\d+\.\d+\.\d+/);
  expect((await stat(redis.folder ?? '')).mode & 0o777).toBe(0o700);
  expect(await on(redis, (client) => client.ping())).toBe('PONG');
  expect(await on(redis, (client) => client.config('GET', 'maxmemory-policy'))).toEqual([
    'maxmemory-policy',
    'noeviction',
  ]);
  expect(await on(redis, (client) => client.config('GET', 'bind'))).toEqual(['bind', '127.0.0.1']);
});

test('what was written survives kill and restart, on the same port', async () => {
  const redis = await start({ persistence: 'always' });
  const { pid, url } = redis;
  await on(redis, (client) => client.set('kept', 'yes'));
  await redis.kill();
  expect(redis.pid).toBeUndefined();
  expect(isAlive(pid)).toBe(false);
  await redis.restart();
  expect(redis.url).toBe(url);
  expect(redis.pid).not.toBe(pid);
  expect(await on(redis, (client) => client.get('kept'))).toBe('yes');
});

test('without persistence a restart begins empty', async () => {
  const redis = await start({ persistence: 'none' });
  await on(redis, (client) => client.set('kept', 'yes'));
  await redis.restart();
  expect(await on(redis, (client) => client.get('kept'))).toBeNull();
});

test('a paused server answers nobody until it is resumed, and can still be killed', async () => {
  const redis = await start({ persistence: 'none' });
  await redis.pause();
  const answer = on(redis, (client) => client.ping());
  expect(await Promise.race([answer, waitFor(200)])).toBe('silent');
  await redis.resume();
  expect(await answer).toBe('PONG');
  await redis.pause();
  await redis.kill('SIGTERM');
  expect(redis.pid).toBeUndefined();
});

function waitFor(delayMs: number): Promise<'silent'> {
  return new Promise((resolve) => setTimeout(resolve, delayMs, 'silent'));
}

test('stop ends the server and deletes its folder, also when it is asked twice or the server is down', async () => {
  const running = await startRedis();
  const down = await startRedis();
  const { pid } = running;
  await down.kill();
  await Promise.all([running.stop(), running.stop(), down.stop()]);
  await down.stop();
  expect(isAlive(pid)).toBe(false);
  expect(existsSync(running.folder ?? '')).toBe(false);
  expect(existsSync(down.folder ?? '')).toBe(false);
});

test('a password is asked for and stands in the url', async () => {
  const redis = await start({ password: 'a "b" @ c', persistence: 'none' });
  expect(await on(redis, (client) => client.ping())).toBe('PONG');
  const stranger = new Redis({ host: redis.host, port: redis.port, maxRetriesPerRequest: 1, enableReadyCheck: false });
  stranger.on('error', () => {});
  await expect(stranger.ping()).rejects.toThrow('NOAUTH');
  stranger.disconnect();
});

test('servers started at the same time do not disturb one another', async () => {
  const servers = await Promise.all([start(), start(), start()]);
  expect(new Set(servers.map((redis) => redis.port)).size).toBe(3);
  await Promise.all(servers.map((redis, index) => on(redis, (client) => client.set('mine', index))));
  expect(await Promise.all(servers.map((redis) => on(redis, (client) => client.get('mine'))))).toEqual(['0', '1', '2']);
});

test('a port that is taken is a coded error with the reason from the log', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  await expect(startRedis({ port: port as number })).rejects.toMatchObject({
    code: 'ERR_REDIS_START',
    message: expect.stringContaining('Address already in use'),
  });
  other.close();
});

test('a setting that the server refuses is a coded error with the reason from the log', async () => {
  await expect(startRedis({ settings: { 'no-such-setting': '1' } })).rejects.toMatchObject({
    code: 'ERR_REDIS_START',
    message: expect.stringContaining('no-such-setting'),
  });
});

test('a server that dies by itself is noticed', async () => {
  const redis = await start();
  process.kill(redis.pid as number, 'SIGKILL');
  await until(() => redis.pid === undefined);
  await redis.restart();
  expect(await on(redis, (client) => client.ping())).toBe('PONG');
});
