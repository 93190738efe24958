import { expect, it } from 'vitest';
import { agoText, momentText, untilText } from './moment.js';

it('tells a distance, whichever clock is ahead', () => {
  expect([agoText(1000, 4000), agoText(4000, 1000)]).toEqual(['3 s ago', '0 ms ago']);
  expect([untilText(4000, 1000), untilText(1000, 4000)]).toEqual(['in 3 s', 'now']);
});

it('writes a moment in UTC, to the second', () => {
  expect(momentText(Date.UTC(2026, 2, 1, 9, 30, 0, 250))).toBe('2026-03-01 09:30:00Z');
  expect(momentText(Number.POSITIVE_INFINITY)).toBe('unknown');
});
