import type { EmbeddedRedis } from '@longshore/embedded-redis';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { until } from '../support/processes.js';
import { type Command, RedisProxy } from '../support/proxy.js';
import { startServer } from '../support/servers.js';

// The faults of all the tests beside this one are made by the proxy: here it shows that it makes them.
const SILENT_MS = 300;
let server: EmbeddedRedis;
let direct: Redis;

beforeAll(async () => {
  server = await startServer();
  direct = new Redis(server.url);
});

beforeEach(() => direct.flushall());

afterAll(async () => {
  direct.disconnect();
  await server.stop();
});

const isIncr = ({ name }: Command) => name === 'incr';

async function open(proxy: RedisProxy, connectionName = 'probe'): Promise<Redis> {
  const client = new Redis(proxy.url, {
    connectionName,
    protocol: 2,
    lazyConnect: true,
    retryStrategy: () => null,
    autoResendUnfulfilledCommands: false,
  });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Whether this promise says nothing for a while. */
async function isSilent(promise: Promise<unknown>): Promise<boolean> {
  const timeout = Symbol('timeout');
  const quiet = new Promise((resolve) => setTimeout(() => resolve(timeout), SILENT_MS));
  return (await Promise.race([promise.catch(() => undefined), quiet])) === timeout;
}

test('it passes requests and replies on as they are, also large and pipelined ones', async () => {
  await using proxy = await RedisProxy.open(server);
  const client = await open(proxy);
  const large = 'ä'.repeat(300_000);
  const replies = await client
    .pipeline()
    .set('k', large)
    .get('k')
    .lpush('l', 'a', 'b')
    .lrange('l', 0, -1)
    .get('none')
    .exec();
  expect(replies?.map(([, reply]) => reply)).toEqual(['OK', large, 2, ['b', 'a'], null]);
  client.disconnect();
});

test('cut: the request is not executed', async () => {
  await using proxy = await RedisProxy.open(server);
  const client = await open(proxy);
  proxy.rule(isIncr, 'cut');
  await expect(client.incr('n')).rejects.toThrow();
  expect(await direct.get('n')).toBeNull();
});

test('lose reply: the request is executed, and the client sees its connection break', async () => {
  await using proxy = await RedisProxy.open(server);
  const client = await open(proxy);
  const rule = proxy.rule(isIncr, 'lose reply');
  await expect(client.incr('n')).rejects.toThrow();
  expect(await direct.get('n')).toBe('1');
  expect(rule.count).toBe(1);
});

test('mute: the request is executed, and the client hears nothing', async () => {
  await using proxy = await RedisProxy.open(server);
  const client = await open(proxy);
  proxy.rule(isIncr, 'mute');
  const reply = client.incr('n');
  await until(async () => (await direct.get('n')) === '1');
  expect(await isSilent(reply)).toBe(true);
  client.disconnect();
});

test('hold: the request is executed when it is released, although its sender is gone', async () => {
  await using proxy = await RedisProxy.open(server);
  const client = await open(proxy);
  const rule = proxy.rule(isIncr, 'hold');
  const reply = client.incr('n');
  expect(await isSilent(reply)).toBe(true);
  expect(await direct.get('n')).toBeNull();
  client.disconnect();
  await reply.catch(() => undefined);
  expect(await rule.release()).toEqual([1]);
  expect(await direct.get('n')).toBe('1');
});

test('swallow: connections of a name go dumb, the others do not', async () => {
  await using proxy = await RedisProxy.open(server);
  const [one, other] = await Promise.all([open(proxy, 'one'), open(proxy, 'other')]);
  proxy.swallow('one');
  expect(await isSilent(one.incr('n'))).toBe(true);
  expect(await other.incr('n')).toBe(1);
  one.disconnect();
  other.disconnect();
});

test('refuse: nobody gets in', async () => {
  await using proxy = await RedisProxy.open(server);
  proxy.isRefusing = true;
  await expect(open(proxy)).rejects.toThrow();
});
