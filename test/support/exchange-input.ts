import type { ExchangeInput, Report } from './core-internals.js';

/** What the worker `w` says when it says nothing: tests name what differs. */
export const ask = (more: Partial<ExchangeInput> = {}): ExchangeInput => ({
  wid: 'w',
  want: 0,
  alone: false,
  early: false,
  keepCompleted: 100,
  keepFailed: 100,
  adopt: [],
  reports: [],
  ...more,
});

/** An open record, as a worker sends it. */
const openRecord = (state: string, outcome = '[]'): string => `[1,"${state}",${outcome},"w",1,5`;
/** The same, closed by a script. */
export const closedRecord = (state: string, at: string | number = 'now'): string => `${openRecord(state)},${at}]`;

export const completed = (id: string, held: string): Report => ({
  verdict: 'completed',
  id,
  held,
  record: openRecord('completed'),
});
export const failed = (id: string, held: string): Report => ({
  verdict: 'failed',
  id,
  held,
  record: openRecord('failed'),
});
export const retry = (id: string, held: string, amount: number): Report => ({ verdict: 'retry', id, held, amount });
export const postponed = (id: string, held: string, amount: number): Report => ({
  verdict: 'postponed',
  id,
  held,
  amount,
});
export const released = (id: string, held: string): Report => ({ verdict: 'released', id, held });
