import { startTestBed } from '@longshore/testing';
import { Redis } from 'ioredis';
import { expect } from 'vitest';
import { test } from '../support/server-test.js';

test('on a Redis of somebody else: its own prefix, and nothing is left', async ({ server, redis }) => {
  await redis.set('theirs', 'stays');
  const beds = await Promise.all([1, 2].map(() => startTestBed({ connection: server.url })));
  expect(new Set(beds.map((bed) => bed.prefix)).size).toBe(2);
  for (const bed of beds) {
    bed.handle('mail', () => undefined);
    await bed.queue('mail').add('welcome', {});
    await bed.queue('mail').add('later', {}, { delay: '1h' });
    expect(await bed.drain()).toHaveLength(1);
  }
  for (const bed of beds) await bed.close();
  expect(await redis.keys('*')).toEqual(['theirs']);
});

test('a bed ends with its Redis', async () => {
  const bed = await startTestBed();
  bed.handle('mail', () => undefined);
  await bed.queue('mail').add('welcome', {});
  await bed.drain();
  await Promise.all([bed.close(), bed.close()]);
  const client = new Redis(bed.connection, { lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  await expect(client.connect()).rejects.toThrow();
});
