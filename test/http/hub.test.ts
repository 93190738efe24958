// However many watch: one connection listens, Redis is asked no more often, and who is slow costs no more than its socket.
import { connect, type Socket } from 'node:net';
import { NoticeBoard } from '@longshore/core';
import { expect, vi } from 'vitest';
import { test } from '../support/api-bed.js';
import { EventReader } from '../support/event-reader.js';

vi.setConfig({ testTimeout: 120_000 });

test('two hundred who watch a job share one subscriber, and cost Redis what one costs', async ({ bed, redis }) => {
  const job = await bed.queue.add('nobody-does-this', null);
  const path = `/api/v1/queues/${bed.queueName}/jobs/${job.id}/progress`;
  const readers = [await EventReader.open(bed.url + path)];
  const calls = async () => {
    const info = await redis.info('commandstats');
    return (
      Number(/cmdstat_evalsha:calls=(\d+)/.exec(info)?.[1] ?? 0) +
      Number(/cmdstat_hmget:calls=(\d+)/.exec(info)?.[1] ?? 0)
    );
  };
  const before = await calls();
  const began = performance.now();
  readers.push(...(await Promise.all(Array.from({ length: 199 }, () => EventReader.open(bed.url + path)))));
  const seconds = (performance.now() - began) / 1000;
  // A read a second at most, and the poll for ends every 5 s; not one for each who came.
  expect((await calls()) - before).toBeLessThan(10 + 4 * seconds);
  const clients = (await redis.client('LIST')) as string;
  const ofThisTest = clients.split('\n').filter((line) => line.includes('name=longshore-subscriber'));
  expect(ofThisTest.filter((line) => / sub=[1-9]/.test(line)).length).toBe(1);
  await job.cancel();
  for (const reader of readers) expect((await reader.rest()).map(({ data }) => data.state)).toEqual(['cancelled']);
});

/** A client that reads nothing until it is told to. */
function slowClient(port: number, path: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n`);
      socket.pause();
      resolve(socket);
    });
  });
}

test('a slow client of a board gets the newest value, and not all that it has slept through', async ({ bed }) => {
  await using board = new NoticeBoard(bed.queueName, { connection: bed.server.url });
  const path = `/api/v1/boards/${bed.queueName}`;
  await using quick = await EventReader.open(bed.url + path);
  const slow = await slowClient(Number(new URL(bed.url).port), path);
  const padding = 'x'.repeat(100_000);
  const posts = 150;
  for (let n = 1; n <= posts; n++) {
    await board.post({ n, padding });
    await quick.next();
  }
  let text = '';
  slow.setEncoding('utf8');
  const last = new Promise<void>((resolve) => {
    slow.on('data', (part) => {
      text += part;
      if (text.includes(`"n":${posts},`)) resolve();
    });
  });
  slow.resume();
  await last;
  const seen = [...text.matchAll(/"n":(\d+),/g)].map(([, n]) => Number(n));
  expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeLessThan(posts);
  slow.destroy();
});
