import { afterEach, expect, test } from 'vitest';
import { processLoad } from './process-load.js';

const [a, b] = [{}, {}];
const stops: (() => void)[] = [];

afterEach(() => {
  processLoad.release(a);
  processLoad.release(b);
  for (const stop of stops.splice(0)) stop();
  expect(processLoad.inHand).toBe(0);
});

function woken(): string[] {
  const names: string[] = [];
  stops.push(processLoad.onIdle(() => names.push('woken')));
  return names;
}

test('a process that is kept for one is closed to the others', () => {
  expect([processLoad.mayTake(a), processLoad.mayTake(b)]).toEqual([true, true]);
  expect(processLoad.reserve(a)).toBe(true);
  expect(processLoad.reserve(a)).toBe(true);
  expect(processLoad.reserve(b)).toBe(false);
  expect([processLoad.mayTake(a), processLoad.mayTake(b)]).toEqual([true, false]);
  processLoad.release(b);
  expect(processLoad.mayTake(b)).toBe(false);
  processLoad.release(a);
  expect(processLoad.reserve(b)).toBe(true);
});

test('all are woken when a kept process has its hands empty, and when it is free again', () => {
  const names = woken();
  processLoad.change(2);
  processLoad.change(-2);
  expect(names).toEqual([]);
  processLoad.reserve(a);
  processLoad.change(1);
  processLoad.change(-1);
  expect(names).toEqual(['woken']);
  processLoad.release(a);
  expect(names).toEqual(['woken', 'woken']);
});

test('whether only one lane takes jobs here', () => {
  expect(processLoad.isSingle).toBe(false);
  woken();
  expect(processLoad.isSingle).toBe(true);
  woken();
  expect(processLoad.isSingle).toBe(false);
});
