import { Cluster, Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { type ConnectionOption, readTarget, targetOf } from './target.js';

const optionsOf = (option: ConnectionOption) => {
  const { seed } = readTarget(option);
  return seed.kind === 'single' ? seed.options : undefined;
};

test.each([
  ['redis://h', { host: 'h', port: 6379, db: 0 }],
  ['redis://h:7000/3', { host: 'h', port: 7000, db: 3 }],
  ['redis://', { host: '127.0.0.1', port: 6379 }],
  ['redis://[::1]:7000', { host: '::1', port: 7000 }],
  ['redis://:secret@h', { host: 'h', password: 'secret' }],
  ['redis://ada:se%40cr%2Fet@h', { username: 'ada', password: 'se@cr/et' }],
  ['rediss://h', { host: 'h', tls: {} }],
] as const)('%s', (url, options) => {
  expect(optionsOf(url)).toMatchObject(options);
});

test('a URL without a login has none', () => {
  expect(optionsOf('redis://h')).not.toHaveProperty('password');
  expect(optionsOf('redis://h')).not.toHaveProperty('username');
  expect(optionsOf('redis://h')).not.toHaveProperty('tls');
});

test.each(['redis://a:%zz@h', 'redis://h:port', 'redis:// h'])('%s is no URL', (url) => {
  expect(() => readTarget(url, 'options.connection')).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'options.connection' }),
  );
});

test.each([
  [{ host: 'h', port: 7000, password: 'secret' }, 'h:7000'],
  [{ path: '/run/redis.sock', password: 'secret' }, '/run/redis.sock'],
  [{ sentinels: [{ host: 's' }], name: 'main', password: 'secret' }, 'sentinel master main'],
  [{}, '127.0.0.1:6379'],
])('is shown without its password: %j', (options, label) => {
  expect(readTarget(options).label).toBe(label);
});

test('a client of the user gives its settings and is never used', () => {
  const mine = new Redis({ host: 'h', port: 7000, lazyConnect: true, password: 'secret', retryStrategy: () => 5 });
  const client = readTarget(mine).open('name') as Redis;
  expect(client).not.toBe(mine);
  expect(client.options).toMatchObject({ host: 'h', port: 7000, password: 'secret', connectionName: 'name' });
  expect(client.options).toMatchObject({
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    protocol: 2,
  });
  expect(client.options.retryStrategy?.(1)).toBeNull();
  expect(mine.status).toBe('wait');
});

test('so does a cluster client', () => {
  const nodes = [{ host: 'h', port: 7000 }];
  const mine = new Cluster(nodes, { lazyConnect: true, redisOptions: { password: 'secret' } });
  const target = readTarget(mine);
  expect(target.label).toBe('cluster of 1 known nodes');
  const client = target.open('name');
  expect(client).toBeInstanceOf(Cluster);
  expect(client).not.toBe(mine);
  expect(client.options).toMatchObject({
    enableOfflineQueue: false,
    redisOptions: { password: 'secret', connectionName: 'name' },
  });
  expect(mine.status).toBe('wait');
});

test('what is sent to a thread opens the same', () => {
  const { seed } = readTarget('redis://h:7000/3');
  expect(targetOf(structuredClone(seed)).open('name').options).toMatchObject({ host: 'h', port: 7000, db: 3 });
});
