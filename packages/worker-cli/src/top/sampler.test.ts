import type { HistoryPoint, WorkerInfo } from '@longshore/core';
import { expect, test } from 'vitest';
import { perMinute, processesOf } from './sampler.js';

const NOTHING = { completed: 0, failed: 0, retried: 0, cancelled: 0, expired: 0, recovered: 0 };
const point = (at: number, ended: Partial<HistoryPoint>): HistoryPoint => ({ ...NOTHING, at, ...ended });

test('what ended in a minute: of this one all, of the one before what is within 60 s', () => {
  const points = [point(0, { completed: 1000 }), point(60_000, { completed: 90, failed: 10, retried: 50 })];
  expect(perMinute([...points, point(120_000, { completed: 20, cancelled: 1, expired: 1 })], 135_000)).toBe(22 + 75);
  expect(perMinute(points, 500_000)).toBe(100);
  expect(perMinute([point(0, { completed: 5 })], -1000)).toBe(5);
  expect(perMinute([], 0)).toBe(0);
});

const WORKER: WorkerInfo = {
  id: 'w1',
  state: 'alive',
  host: 'web-1',
  pid: 10,
  version: '0.1.0',
  process: 'p1',
  handlers: ['*'],
  slots: 10,
  busy: 3,
  leaked: 0,
  memory: 5,
  lag: 1,
  since: 0,
  leaseLeftMs: 10,
  active: 1,
};

test('a process that works on many queues is one line, and its state the worst that is known', () => {
  const seen = processesOf([
    { name: 'mail', workers: [WORKER, { ...WORKER, id: 'w2', process: 'p2', pid: 4 }] },
    { name: 'images', workers: [{ ...WORKER, id: 'w3', state: 'blocked' }] },
    // What the process had before it lost its lease; it has registered again.
    { name: 'mail', workers: [{ ...WORKER, id: 'w0', state: 'dead', busy: 9 }] },
  ]);
  expect(seen).toMatchObject([
    { pid: 4, state: 'alive', queues: ['mail'] },
    { pid: 10, state: 'blocked', queues: ['mail', 'images'], busy: 3, slots: 10 },
  ]);
});
