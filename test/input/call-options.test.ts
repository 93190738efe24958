import { Channel, defineQueue, NoticeBoard, Queue, Worker } from '@longshore/core';
import { expect, test } from 'vitest';

// Nothing here reaches a server: each is refused before.
const connection = 'redis://127.0.0.1:1';
const refused = (field: string) => expect.objectContaining({ code: 'ERR_INVALID_OPTION', field });
/** Whatever is wrong on purpose. */
const wrong = (value: unknown) => value as never;

test.each([
  [new URL('http://127.0.0.1'), 'options.connection'],
  [{ url: 'redis://prod' }, 'options.connection.url'],
  [new Map(), 'options.connection'],
  [new Date(), 'options.connection'],
  [{ port: 'x' }, 'options.connection.port'],
  ['redis://127.0.0.1:0', 'options.connection.port'],
  ['redis://127.0.0.1?family=6', 'options.connection'],
])('a connection that is none is refused, and never read as this machine: %o', (given, field) => {
  expect(() => new Queue('calls', { connection: wrong(given) })).toThrow(refused(field));
});

test('a URL object is a URL', async () => {
  const queue = new Queue('calls', { connection: wrong(new URL(connection)) });
  await queue.close();
});

test('the options of calls on boards and channels are checked', async () => {
  await using board = new NoticeBoard('calls', { connection });
  await using channel = new Channel('calls', { connection });
  await expect(board.post(1, wrong({ tl: 5 }))).rejects.toThrow(refused('options.tl'));
  await expect(board.post(1, wrong(null))).rejects.toThrow(refused('options'));
  expect(() => board.watch(wrong({ since: 'x' }))).toThrow(refused('options.since'));
  expect(() => board.watch(wrong({ sinse: 1 }))).toThrow(refused('options.sinse'));
  expect(() => channel.subscribe(wrong({ since: -1.5 }))).toThrow(refused('options.since'));
  expect(() => channel.subscribe(wrong({ signal: {} }))).toThrow(refused('options.signal'));
});

test('the options of calls on jobs and workers are checked, and promises are rejected', async () => {
  await using queue = new Queue('calls', { connection });
  const job = queue.job('one');
  await expect(job.result(wrong({ timout: 1 }))).rejects.toThrow(refused('options.timout'));
  expect(() => job.progress.watch(wrong({ since: 'x' }))).toThrow(refused('options.since'));
  const worker = new Worker('calls', async () => undefined, { connection, autorun: false });
  await expect(worker.close(wrong({ dedline: 1 }))).rejects.toThrow(refused('options.dedline'));
  await worker.close({ deadline: 100 });
});

test('queues of a worker, definitions and registries are checked', () => {
  const handlers = async () => undefined;
  const options = { connection, autorun: false };
  expect(() => new Worker(wrong([{ queue: 'a', handlers, wait: 2 }]), options)).toThrow(refused('queues[0].wait'));
  expect(() => new Worker('a', handlers, { ...options, registry: wrong({}) })).toThrow(refused('options.registry'));
  expect(() => new Queue('a', { connection, registry: wrong({}) })).toThrow(refused('options.registry'));
  expect(() => defineQueue('a', wrong([]))).toThrow(refused('schemas'));
  const forged = { name: 'a b', schemas: {}, defaults: {} };
  expect(() => new Queue(wrong(forged), { connection })).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_NAME', field: 'queue.name' }),
  );
});
