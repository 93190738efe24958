import { expect, test } from 'vitest';
import { TRANSITIONS } from './state.js';

const terminal = new Set(['completed', 'failed', 'cancelled', 'expired']);

test('what has ended is only removed', () => {
  const from = TRANSITIONS.filter(({ from }) => terminal.has(from));
  expect(new Set(from.map(({ to }) => to))).toEqual(new Set(['removed']));
});

test('nothing begins but by being added, and each way says why', () => {
  expect(new Set(TRANSITIONS.filter(({ from }) => from === 'new').map(({ script }) => script))).toEqual(
    new Set(['enqueue']),
  );
  expect(TRANSITIONS.filter(({ why }) => why.length < 3)).toEqual([]);
});

test('no running job is removed', () => {
  expect(TRANSITIONS.filter(({ from, to }) => from === 'active' && to === 'removed')).toEqual([]);
});
