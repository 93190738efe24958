import { expect, test } from 'vitest';
import { TRANSITIONS } from './state.js';

const terminal = new Set(['completed', 'failed', 'cancelled', 'expired']);

test('what has ended is only removed, unless somebody retries it, and what completed is not retried', () => {
  const left = TRANSITIONS.filter(({ from, to }) => terminal.has(from) && to !== 'removed');
  expect(new Set(left.map(({ script }) => script))).toEqual(new Set(['retry']));
  expect(new Set(left.map(({ from }) => from))).toEqual(new Set(['failed', 'cancelled', 'expired']));
});

test('nothing begins but by being added, and each way says why', () => {
  expect(new Set(TRANSITIONS.filter(({ from }) => from === 'new').map(({ script }) => script))).toEqual(
    new Set(['enqueue', 'schedule-tick']),
  );
  expect(TRANSITIONS.filter(({ why }) => why.length < 3)).toEqual([]);
});

test('no running job is removed', () => {
  expect(TRANSITIONS.filter(({ from, to }) => from === 'active' && to === 'removed')).toEqual([]);
});
