import { expect, test } from 'vitest';
import { DeadlinePage } from './deadline-page.js';
import { SharedState } from './heartbeat-protocol.js';
import { RunDeadlines } from './run-deadlines.js';

/** What another thread sees, through the memory alone. */
function watched() {
  const pages: DeadlinePage[] = [];
  const deadlines = new RunDeadlines(({ memory }) => pages.push(new DeadlinePage(memory)));
  const overdueIn = (ms: number) => pages.flatMap((page) => page.findOverdue(SharedState.now() + ms) ?? []);
  return { deadlines, pages, overdueIn };
}

test('a run is overdue when its deadline has passed, and not when it has ended or has more time', () => {
  const { deadlines, overdueIn } = watched();
  const place = deadlines.begin('mail', 'job-1', performance.now() + 1000);
  expect(overdueIn(900)).toEqual([]);
  expect(overdueIn(1500)).toEqual([{ queue: 'mail', id: 'job-1', overdueMs: expect.any(Number) }]);
  deadlines.move(place, performance.now() + 2000);
  expect(overdueIn(1500)).toEqual([]);
  expect(overdueIn(2500)).toHaveLength(1);
  deadlines.end(place);
  expect(overdueIn(60_000)).toEqual([]);
});

test('of several the one that is overdue for longest is told', () => {
  const { deadlines, overdueIn } = watched();
  const now = performance.now();
  const places = [300, 100, 200].map((ms) => deadlines.begin('mail', `in-${ms}`, now + ms));
  expect(overdueIn(1000)).toMatchObject([{ id: 'in-100' }]);
  deadlines.end(places[1] as (typeof places)[number]);
  expect(overdueIn(1000)).toMatchObject([{ id: 'in-200' }]);
});

test('a place is used again, with nothing of the name that was there, and there are pages for any number of runs', () => {
  const { deadlines, pages, overdueIn } = watched();
  const now = performance.now();
  deadlines.end(deadlines.begin('a-long-name', 'and-a-long-id', now));
  const many = Array.from({ length: 3 * DeadlinePage.PLACES }, (_, n) => deadlines.begin('q', `${n}`, now + n));
  expect(pages).toHaveLength(3);
  expect(overdueIn(10_000).find(({ id }) => id === '0')).toMatchObject({ queue: 'q', id: '0' });
  for (const place of many) deadlines.end(place);
  for (let n = 0; n < many.length; n++) deadlines.begin('q', 'again', now);
  expect(pages).toHaveLength(3);
});

test('long names are cut, and others are whole whatever their letters', () => {
  const { deadlines, overdueIn } = watched();
  const queue = 'ü'.repeat(20);
  const place = deadlines.begin(queue, 'Größe-☃', performance.now() - 10);
  expect(overdueIn(10)).toMatchObject([{ queue, id: 'Größe-☃' }]);
  deadlines.end(place);
  deadlines.begin('☃'.repeat(60), '☃'.repeat(128), performance.now() - 10);
  expect(overdueIn(10)[0]?.queue).toBe('☃'.repeat(60));
  expect(overdueIn(10)[0]?.id).toMatch(/^☃{40,}/);
});
