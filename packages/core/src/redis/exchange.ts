import { defineScript, type Reply } from './define-script.js';
import type { QueueKeys } from './keys.js';

/** How a claim ends. `amount` is the delay in ms of a retry or a postponement. */
export type Report =
  | { readonly verdict: 'completed'; readonly id: string; readonly held: string; readonly record: string }
  | { readonly verdict: 'failed'; readonly id: string; readonly held: string; readonly record: string }
  | { readonly verdict: 'retry' | 'postponed'; readonly id: string; readonly held: string; readonly amount: number }
  | { readonly verdict: 'released'; readonly id: string; readonly held: string };

export interface ExchangeInput {
  readonly wid: string;
  readonly want: number;
  /** Nothing is in hand in this process: a suspect may be taken. */
  readonly alone: boolean;
  /** Claims are acknowledged early: at most once. */
  readonly early: boolean;
  readonly keepCompleted: number;
  readonly keepFailed: number;
  readonly adopt: readonly string[];
  readonly reports: readonly Report[];
}

export interface ExchangeReply {
  /** Redis's time, ms. */
  readonly now: number;
  /** ms to the next due job; -1: none. */
  readonly nextDueMs: number;
  readonly note: 'more' | 'empty' | 'suspect' | 'drain';
  readonly stale: readonly string[];
  /** What was claimed, in the order to run it. */
  readonly ids: readonly string[];
  readonly held: readonly string[];
  readonly messages: readonly string[];
  /** Empty when no job of the queue is off the straight path. */
  readonly tries: readonly (string | null)[];
}

/** Settles and takes in one round trip; undefined when the worker is fenced. */
export const exchange = defineScript({
  name: 'exchange',
  keyNames: ['waiting', 'delayed', 'suspects', 'pending', 'active', 'leases', 'tries', 'completed', 'failed', 'meta', 'stats', 'gone'],
  keys: (k: QueueKeys, input: ExchangeInput) => [
    k.waiting, k.delayed, k.suspects, k.pending(input.wid), k.active(input.wid), k.leases, k.tries, k.completed, k.failed, k.meta, k.stats, k.gone,
  ],
  values: exchangeValues,
  read: (reply: Reply): ExchangeReply | undefined => {
    const [outcome, now, nextDueMs, note, stale, ids, held, messages, tries] = reply as [
      string, number, number, ExchangeReply['note'], string[], string[], string[], string[], (string | null)[],
    ];
    return outcome === 'ok' ? { now, nextDueMs, note, stale, ids, held, messages, tries } : undefined;
  },
});

function exchangeValues(keys: QueueKeys, input: ExchangeInput): (string | number)[] {
  const mode = (input.alone ? 'a' : '') + (input.early ? 'e' : '');
  const values: (string | number)[] = [keys.tag, input.wid, input.want, mode, input.keepCompleted, input.keepFailed, input.adopt.length, 0];
  for (const id of input.adopt) values.push(id);
  const others: (string | number)[] = [];
  let completed = 0;
  for (const report of input.reports) {
    if (report.verdict === 'completed') {
      completed++;
      values.push(report.id, report.held, report.record);
    } else {
      const amount = 'amount' in report ? report.amount : 0;
      others.push(report.id, report.held, report.verdict, amount, report.verdict === 'failed' ? report.record : '');
    }
  }
  values[7] = completed;
  return others.length === 0 ? values : values.concat(others);
}
