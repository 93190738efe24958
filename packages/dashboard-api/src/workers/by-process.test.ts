import type { WorkerInfo } from '@longshore/core';
import { expect, test } from 'vitest';
import { byProcess } from './by-process.js';

const worker = (change: Partial<WorkerInfo>): WorkerInfo => ({
  id: 'w',
  state: 'alive',
  host: 'host',
  pid: 1,
  version: '1.0.0',
  process: 'p',
  handlers: ['*'],
  slots: 10,
  busy: 0,
  leaked: 0,
  memory: 100,
  lag: 0,
  since: 1000,
  leaseLeftMs: 5000,
  active: 0,
  ...change,
});

test('a process has one entry with its queues, and is what the worst of them is', () => {
  const [first, second, ...rest] = byProcess([
    { name: 'mail', workers: [worker({ id: 'a', since: 900, busy: 1 }), worker({ id: 'x', process: 'q', since: 5 })] },
    { name: 'bulk', workers: [worker({ id: 'b', state: 'blocked', busy: 3, leaseLeftMs: 9000, leaked: 2 })] },
  ]);
  expect(rest).toEqual([]);
  expect(first).toMatchObject({ process: 'q', queues: [{ name: 'mail' }] });
  expect(second).toMatchObject({ process: 'p', state: 'blocked', since: 900, busy: 3, leaked: 2 });
  expect(second?.queues).toMatchObject([
    { name: 'mail', id: 'a', state: 'alive' },
    { name: 'bulk', id: 'b', state: 'blocked' },
  ]);
});

test('a registration that ended says nothing of a process that lives, and all of one that does not', () => {
  const dead = worker({ id: 'old', state: 'dead', since: 1, leaseLeftMs: 0, slots: 99 });
  const [living] = byProcess([{ name: 'mail', workers: [dead, worker({ id: 'new', slots: 5 })] }]);
  expect(living).toMatchObject({ state: 'alive', since: 1000, slots: 5, queues: [{ id: 'old' }, { id: 'new' }] });
  expect(byProcess([{ name: 'mail', workers: [dead] }])).toMatchObject([{ state: 'dead', slots: 99 }]);
});

test('workers that tell no process stand alone', () => {
  const silent = (id: string) => worker({ id, process: '', slots: undefined, memory: undefined });
  const entries = byProcess([{ name: 'mail', workers: [silent('a'), silent('b')] }]);
  expect(entries.map(({ process }) => process)).toEqual(['a', 'b']);
  expect(entries[0]).not.toHaveProperty('slots');
});
