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
  /** Ids that a blocked read has moved, or `'moved'`: all of them. */
  readonly adopt: readonly string[] | 'moved';
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
  /** What Redis holds for each claim: its number, and a letter where it came from elsewhere than `waiting`. */
  readonly held: readonly string[];
  /** One for each id; fewer or more only where something else wrote a message with a line end. */
  readonly messages: readonly string[];
  /** Empty when no job of the queue is off the straight path. */
  readonly tries: readonly (string | null)[];
}

/** Settles and takes in one round trip; undefined when the worker is fenced. */
export const exchange = defineScript({
  name: 'exchange',
  keyNames: [
    'waiting',
    'delayed',
    'suspects',
    'pending',
    'active',
    'leases',
    'tries',
    'completed',
    'failed',
    'meta',
    'stats',
    'gone',
  ],
  keys: (k: QueueKeys, input: ExchangeInput) => [
    k.waiting,
    k.delayed,
    k.suspects,
    k.pending(input.wid),
    k.active(input.wid),
    k.leases,
    k.tries,
    k.completed,
    k.failed,
    k.meta,
    k.stats,
    k.gone,
  ],
  values: exchangeValues,
  read: readExchange,
});

function readExchange(reply: Reply): ExchangeReply | undefined {
  const [outcome, now, nextDueMs, note, stale, joined, claim, suffix, padding, messages, tries] = reply as [
    string,
    number,
    number,
    ExchangeReply['note'],
    string[],
    string,
    number,
    string,
    string,
    string,
    (string | null)[],
  ];
  if (outcome !== 'ok') return undefined;
  if (joined === '') return { now, nextDueMs, note, stale, ids: [], held: [], messages: [], tries };
  const ids = joined.split(' ');
  // Claim numbers are consecutive, and far below 2^53.
  const held = ids.map((_, i) => `${claim + i}${suffix}${i === 0 ? padding : ''}`);
  return { now, nextDueMs, note, stale, ids, held, messages: messages.split('\n'), tries };
}

// Ids, held values and records of what completed travel joined: one argument for a batch costs both sides less than one
// for each job. No id has a space, and no JSON has a line end.
function exchangeValues(keys: QueueKeys, input: ExchangeInput): (string | number)[] {
  const mode = (input.alone ? 'a' : '') + (input.early ? 'e' : '');
  const ids: string[] = [];
  const held: string[] = [];
  const records: string[] = [];
  const others: (string | number)[] = [];
  for (const report of input.reports) {
    if (report.verdict === 'completed') {
      ids.push(report.id);
      held.push(report.held);
      records.push(report.record);
    } else {
      const amount = 'amount' in report ? report.amount : 0;
      others.push(report.id, report.held, report.verdict, amount, report.verdict === 'failed' ? report.record : '');
    }
  }
  const { wid, want, keepCompleted, keepFailed, adopt } = input;
  const joined = [ids.join(' '), held.join(' '), records.join('\n')];
  if (adopt === 'moved') return [keys.tag, wid, want, mode, keepCompleted, keepFailed, -1, ...joined, ...others];
  return [keys.tag, wid, want, mode, keepCompleted, keepFailed, adopt.length, ...joined, ...adopt, ...others];
}
