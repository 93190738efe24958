import { expect, it } from 'vitest';
import { rowsOf } from './workers.js';

const WORKER = {
  id: 'w1',
  state: 'alive',
  host: 'h',
  pid: 7,
  version: '1',
  process: 'p',
  handlers: ['a'],
  slots: 10,
  busy: 2,
  leaked: 1,
  memory: 5,
  lag: 3,
  since: 100,
  leaseLeftMs: 9,
  active: 2,
} as const;

it('gathers the workers of a process; what it was before it lost its lease does not count', () => {
  const rows = rowsOf([
    { name: 'mail', workers: [{ ...WORKER, id: 'w0', state: 'dead', since: 1, leaked: 8, handlers: ['old'] }, WORKER] },
    { name: 'bulk', workers: [{ ...WORKER, since: 90, handlers: ['a', 'b'] }] },
    { name: 'idle', workers: [] },
  ]);
  expect(rows).toMatchObject([
    { process: 'p', state: 'alive', queues: ['mail', 'bulk'], leaked: 1, since: 90, handlers: ['a', 'b'], busy: 2 },
  ]);
  expect(rows[0]?.workers.map(({ id, queue }) => `${queue} ${id}`)).toEqual(['mail w0', 'mail w1', 'bulk w1']);
});

it('shows a process that is dead as it was', () => {
  const rows = rowsOf([{ name: 'mail', workers: [{ ...WORKER, state: 'dead' }] }]);
  expect(rows).toMatchObject([{ state: 'dead', since: 100, handlers: ['a'] }]);
});
