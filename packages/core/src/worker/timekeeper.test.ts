import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Claim } from './claim.js';
import type { DeadlinePage } from './deadline-page.js';
import { RunDeadlines } from './run-deadlines.js';
import { type TimedRun, Timekeeper } from './timekeeper.js';

let told: string[] = [];
let keeper: Timekeeper<TimedRun>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  told = [];
  keeper = new Timekeeper((run) => told.push(`gave up ${run.claim.id}`), 'mail');
});
afterEach(() => {
  vi.useRealTimers();
});

function begin(id: string, timeoutMs: number, graceMs = 1000): TimedRun {
  const claim = new Claim(id, 'w', '1', '', undefined, 0, 0);
  claim.signal.addEventListener('abort', () => told.push(`told ${id}`));
  const run = { claim, timeoutMs, graceMs };
  keeper.begin(run);
  return run;
}

test('a run is told at its deadline, and given up after its grace', () => {
  begin('a', 100, 50);
  vi.advanceTimersByTime(99);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual(['told a']);
  vi.advanceTimersByTime(49);
  expect(told).toEqual(['told a']);
  vi.advanceTimersByTime(1);
  expect(told).toEqual(['told a', 'gave up a']);
  expect(vi.getTimerCount()).toBe(0);
});

test('many runs have one timer, and one that ends in time leaves nothing behind', () => {
  const runs = Array.from({ length: 100 }, (_, n) => begin(String(n), 1000 + n));
  expect(vi.getTimerCount()).toBe(1);
  for (const run of runs) keeper.end(run);
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('each is told in its time, whatever their order', () => {
  begin('late', 500);
  begin('soon', 100);
  begin('later', 900);
  vi.advanceTimersByTime(100);
  expect(told).toEqual(['told soon']);
  vi.advanceTimersByTime(400);
  expect(told).toEqual(['told soon', 'told late']);
  vi.advanceTimersByTime(400);
  expect(told).toEqual(['told soon', 'told late', 'told later']);
});

test('one that ends within its grace is not given up', () => {
  const run = begin('a', 100, 50);
  vi.advanceTimersByTime(120);
  keeper.end(run);
  vi.advanceTimersByTime(1000);
  expect(told).toEqual(['told a']);
});

test('a grace of nothing still leaves a turn of the event loop to stop in', () => {
  begin('a', 100, 0);
  vi.advanceTimersByTime(100);
  expect(told).toEqual(['told a']);
  vi.advanceTimersByTime(20);
  expect(told).toEqual(['told a', 'gave up a']);
});

test('a time that no timer can hold is kept all the same', () => {
  begin('a', 2 ** 32);
  vi.advanceTimersByTime(2 ** 32 - 1);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(10);
  expect(told).toEqual(['told a']);
});

test('when it is stopped nobody is told any more', () => {
  begin('a', 100);
  keeper.stop();
  begin('b', 100);
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
});

test('others see until when a run must have ended: from its start to its end, and a grace from when it was told', () => {
  const pages: DeadlinePage[] = [];
  const deadlines = new RunDeadlines((page) => pages.push(page));
  keeper = new Timekeeper((run) => told.push(`gave up ${run.claim.id}`), 'mail', deadlines);
  /** How long the run that must end first still has, by the time of these tests; undefined when there is none. */
  const left = () => {
    const now = 1e15;
    const overdueMs = pages[0]?.findOverdue(now)?.overdueMs;
    return overdueMs === undefined ? undefined : now - overdueMs;
  };
  begin('a', 100, 50);
  const first = left() as number;
  const run = begin('b', 300, 50);
  vi.advanceTimersByTime(100);
  expect(told).toEqual(['told a']);
  expect(left()).toBe(first);
  vi.advanceTimersByTime(50);
  expect(told).toEqual(['told a', 'gave up a']);
  // What was given up is no longer counted on to end.
  expect(left()).toBe(first + 200);
  keeper.end(run);
  expect(left()).toBeUndefined();
  begin('c', 100, 50);
  keeper.stop();
  expect(left()).toBeUndefined();
  begin('d', 100, 50);
  expect(left()).toBeUndefined();
});
