import { expect, test } from 'vitest';
import { addressOf } from './address-of.js';

const of = (redisUrl: string, connection?: object) => addressOf({ redisUrl, connection });

test('an address without what is secret in it', () => {
  expect(of('redis://someone:hunter2@db.example:7000/3')).toEqual({
    label: 'db.example:7000',
    host: 'db.example',
    isEncrypted: false,
  });
  expect(of('rediss://[::1]')).toEqual({ label: '[::1]:6379', host: '::1', isEncrypted: true });
  expect(of('hunter2').label).toBe('(no address)');
});

test('ioredis options and clients', () => {
  const url = 'redis://elsewhere:1';
  expect(of(url, { host: 'a', port: 1, tls: {} })).toEqual({ label: 'a:1', host: 'a', isEncrypted: true });
  expect(of(url, { options: { host: 'b', port: 2 } }).label).toBe('b:2');
  expect(of(url, { path: '/tmp/redis.sock' })).toMatchObject({ label: '/tmp/redis.sock', host: undefined });
  expect(of(url, { sentinels: [], name: 'main' }).label).toBe('sentinel master main');
  expect(of(url, { isCluster: true }).label).toBe('a cluster');
});
