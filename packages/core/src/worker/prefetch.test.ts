import { expect, test } from 'vitest';
import { Prefetch } from './prefetch.js';

function after(most: number, ...runs: number[]): Prefetch {
  const prefetch = new Prefetch(most);
  for (const ms of runs) prefetch.observe(ms);
  return prefetch;
}

test('nothing is taken ahead before a job has shown how long it runs', () => {
  expect(after(400).ahead(10)).toBe(0);
});

test.each([
  { runMs: 1, slots: 1, ahead: 5 },
  { runMs: 1, slots: 10, ahead: 50 },
  { runMs: 0.01, slots: 1, ahead: 400 },
  { runMs: 0, slots: 1, ahead: 400 },
  { runMs: 5, slots: 1, ahead: 1 },
  { runMs: 6, slots: 1, ahead: 0 },
  { runMs: 10_000, slots: 50, ahead: 0 },
])('of jobs of $runMs ms with $slots slots $ahead are taken ahead', ({ runMs, slots, ahead }) => {
  expect(after(400, runMs).ahead(slots)).toBe(ahead);
});

test('never more than the most, and with 0 none', () => {
  expect(after(7, 0.01).ahead(100)).toBe(7);
  expect(after(0, 0.01).ahead(100)).toBe(0);
});

test('one slow job counts a little, many count', () => {
  const prefetch = after(400, 1);
  prefetch.observe(11);
  expect(prefetch.ahead(1)).toBe(2);
  for (let i = 0; i < 50; i++) prefetch.observe(11);
  expect(prefetch.ahead(1)).toBe(0);
});

test('a stall ends it until a job has finished', () => {
  const prefetch = after(400, 1);
  prefetch.stalled();
  expect(prefetch.ahead(10)).toBe(0);
  prefetch.observe(1);
  expect(prefetch.ahead(10)).toBe(50);
});
