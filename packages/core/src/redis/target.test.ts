import { Cluster, Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { readTarget, targetOf } from './target.js';

/** The options of the client that would be opened for a connection; nothing is connected. */
function optionsFor(connection: unknown) {
  const client = readTarget(connection).open('a name');
  client.disconnect();
  return client.options;
}

function refusal(connection: unknown): { code: string; field: string; message: string } {
  try {
    readTarget(connection, 'options.connection');
  } catch (error) {
    return error as ReturnType<typeof refusal>;
  }
  throw new Error('it was taken');
}

describe('a URL', () => {
  test.each([
    ['redis://127.0.0.1:6379', { host: '127.0.0.1', port: 6379, db: 0 }],
    ['redis://cache', { host: 'cache', port: 6379, db: 0 }],
    ['redis://cache/', { host: 'cache', port: 6379, db: 0 }],
    ['redis://cache:7000/3', { host: 'cache', port: 7000, db: 3 }],
    ['redis://[::1]:7000', { host: '::1', port: 7000 }],
    ['redis://', { host: '127.0.0.1', port: 6379 }],
    ['redis://ada:secret@cache', { username: 'ada', password: 'secret' }],
    ['redis://:secret@cache', { password: 'secret' }],
    ['redis://ada%40home:p%40ss%2Fw%3Ard%25@cache', { username: 'ada@home', password: 'p@ss/w:rd%' }],
    ['rediss://cache', { host: 'cache', tls: {} }],
  ])('%s is read', (url, expected) => {
    expect(optionsFor(url)).toMatchObject(expected);
  });

  test('without a login asks for none, and without rediss: for no TLS', () => {
    const { username, password, tls } = optionsFor('redis://cache') as Record<string, unknown>;
    expect([username ?? null, password ?? null, tls ?? null]).toEqual([null, null, null]);
  });

  test.each([
    ['', 'not a URL'],
    ['cache', 'not a URL'],
    ['//cache', 'not a URL'],
    ['redis://cache:port', 'not a URL'],
    ['redis://cache:99999', 'not a URL'],
    ['redis://ada:%zz@cache', 'not a URL'],
    ['redis://ada:100%@cache', 'not a URL'],
    ['cache:6379', 'expected a redis: or rediss: URL, got cache:'],
    ['https://cache', 'got https:'],
    ['redis://cache/mail', 'the number of a database'],
    ['redis://cache/1/2', 'the number of a database'],
    ['redis://cache/-1', 'the number of a database'],
    ['redis://cache/1.5', 'the number of a database'],
  ])('"%s" is refused', (url, says) => {
    expect(refusal(url)).toMatchObject({
      code: 'ERR_INVALID_OPTION',
      field: 'options.connection',
      message: expect.stringContaining(says),
    });
  });

  test.each([
    'redis://:planted@cache:port',
    'redis://:planted%zz@cache',
    'redis://:planted@cache/mail',
    'https://ada:planted@cache',
    'ada:planted@cache:6379',
    ':planted@cache',
  ])('that is refused does not show its password: %s', (url) => {
    const { message } = refusal(url);
    expect(message.length).toBeGreaterThan(20);
    expect(message).not.toContain('planted');
  });
});

describe('ioredis options', () => {
  test('are taken as they are, but for what the rest relies on', () => {
    const options = optionsFor({
      host: 'cache',
      port: 7000,
      password: 'secret',
      connectTimeout: 1234,
      enableOfflineQueue: true,
      autoResendUnfulfilledCommands: true,
      maxRetriesPerRequest: null,
      lazyConnect: false,
      connectionName: 'of the user',
    });
    expect(options).toMatchObject({
      host: 'cache',
      port: 7000,
      password: 'secret',
      connectTimeout: 1234,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      lazyConnect: true,
      connectionName: 'a name',
    });
  });

  test.each([{ retryStrategy: () => 5 }, { reconnectOnError: () => true }])(
    'never mend a connection by themselves',
    (given) => {
      const options = optionsFor(given) as unknown as {
        retryStrategy: (times: number) => unknown;
        reconnectOnError: unknown;
      };
      expect(options.retryStrategy(1)).toBeNull();
      expect(options.reconnectOnError).toBeNull();
    },
  );

  test('may not have a key prefix, whether given or of a client', () => {
    const client = new Redis({ lazyConnect: true, keyPrefix: 'app:' });
    for (const connection of [{ keyPrefix: 'app:' }, client]) {
      expect(refusal(connection)).toMatchObject({
        field: 'options.connection.keyPrefix',
        message: expect.stringContaining('use the option prefix instead'),
      });
    }
    client.disconnect();
  });
});

describe("a user's client", () => {
  test('lends its settings and is left alone', () => {
    const client = new Redis({ lazyConnect: true, host: 'cache', port: 7000, db: 2, password: 'secret' });
    const opened = readTarget(client).open('a name');
    expect(opened).not.toBe(client);
    expect(opened.options).toMatchObject({ host: 'cache', port: 7000, db: 2, password: 'secret' });
    expect(client.options.connectionName).not.toBe('a name');
    opened.disconnect();
    expect(client.status).toBe('wait');
    client.disconnect();
  });

  test('of another copy of ioredis is known by its shape', () => {
    const foreign = { duplicate: () => undefined, options: { host: 'cache', port: 7000 } };
    expect(optionsFor(foreign)).toMatchObject({ host: 'cache', port: 7000 });
  });

  test('that is a cluster makes clients of that cluster', () => {
    const client = new Cluster([{ host: 'one', port: 7000 }, { host: 'two' }], {
      lazyConnect: true,
      redisOptions: { password: 'secret' },
    });
    const opened = readTarget(client).open('a name') as Cluster;
    expect(opened.isCluster).toBe(true);
    expect(opened).not.toBe(client);
    expect(opened.options).toMatchObject({ lazyConnect: true, enableOfflineQueue: false });
    expect(opened.options.redisOptions).toMatchObject({ password: 'secret', connectionName: 'a name' });
    opened.disconnect();
    client.disconnect();
  });
});

test.each([undefined, null, 6379, true, ['redis://cache'], () => 'redis://cache'])('%s is no connection', (given) => {
  expect(refusal(given)).toMatchObject({
    code: 'ERR_INVALID_OPTION',
    field: 'options.connection',
    message: expect.stringContaining("a URL like 'redis://127.0.0.1:6379'"),
  });
});

test.each([
  ['redis://:planted@cache:7000/1', 'cache:7000'],
  [{ path: '/run/redis.sock', password: 'planted' }, '/run/redis.sock'],
  [{ sentinels: [{ host: 's' }], name: 'main', password: 'planted' }, 'sentinel master main'],
])('the label of %j is where Redis is, without a password', (given, label) => {
  expect(readTarget(given).label).toBe(label);
});

test('a seed makes the same client in another thread', () => {
  const { seed } = readTarget('redis://ada:secret@cache:7000/3');
  const opened = targetOf(structuredClone(seed)).open('beat');
  expect(opened.options).toMatchObject({ host: 'cache', port: 7000, db: 3, username: 'ada', password: 'secret' });
  opened.disconnect();
});
