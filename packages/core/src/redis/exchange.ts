import { defineScript, type Reply } from './define-script.js';
import type { QueueKeys } from './keys.js';

/** How a claim ends. */
export type Report =
  | { readonly verdict: 'completed'; readonly id: string; readonly held: string; readonly record: string }
  /** `record`: the terminal record, open at its end; the script closes it with the time. */
  | { readonly verdict: 'failed'; readonly id: string; readonly held: string; readonly record: string }
  /** `amount`: the delay, ms. `record`: of the failed attempt, open likewise. */
  | {
      readonly verdict: 'retry';
      readonly id: string;
      readonly held: string;
      readonly amount: number;
      readonly record: string;
    }
  | { readonly verdict: 'postponed'; readonly id: string; readonly held: string; readonly amount: number }
  /** `begun`: its handler had been called. */
  | { readonly verdict: 'released'; readonly id: string; readonly held: string; readonly begun: boolean }
  /** No handler of this `name` is here. */
  | { readonly verdict: 'parked'; readonly id: string; readonly held: string; readonly name: string }
  /** A suspect whose own process died. `maxCrashes`: how many crashes there may be. */
  | {
      readonly verdict: 'crashed';
      readonly id: string;
      readonly held: string;
      readonly maxCrashes: number;
      readonly runMs: number;
    };

/** Whether the queue lets workers take jobs, and if not, why. `''`: it has no limits. */
export type Gate = '' | 'open' | 'paused' | 'rate' | 'concurrency';

export interface ExchangeInput {
  readonly wid: string;
  readonly want: number;
  /** Nothing is in hand in this process: a suspect may be taken. */
  readonly alone: boolean;
  /** Suspects have a place of their own here, in a process beside this one: they come also when other jobs are in hand. */
  readonly ownPlace?: 'free' | 'busy' | undefined;
  /** Claims are acknowledged early: at most once. */
  readonly early: boolean;
  /** It takes nothing any more: if it was about to empty its hands for a suspect, another shall. */
  readonly quiet: boolean;
  readonly keepCompleted: number;
  /** Ids that a blocked read has moved, or `'moved'`: all of them. */
  readonly adopt: readonly string[] | 'moved';
  /** Of those that completed; the others go by `settle`. */
  readonly completed: readonly Extract<Report, { verdict: 'completed' }>[];
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
  /** What Redis holds for each claim: its number, and letters: see `active` in docs/keys.md. */
  readonly held: readonly string[];
  /** One for each id; fewer or more only where something else wrote a message with a line end. */
  readonly messages: readonly string[];
  /** Empty when no job of the queue is off the straight path. */
  readonly tries: readonly (string | null)[];
  readonly gate: Gate;
  /** When the gate may be open again, ms; -1: when an order comes. */
  readonly opensMs: number;
}

/** Settles and takes in one round trip; undefined when the worker is fenced. */
export const exchange = defineScript({
  name: 'exchange',
  keyNames: [
    'waiting',
    'prioritized',
    'delayed',
    'suspects',
    'pending',
    'active',
    'leases',
    'tries',
    'completed',
    'meta',
    'stats',
    'gone',
    'orders',
    'parked',
  ],
  keys: (k: QueueKeys, input: ExchangeInput) => [
    k.waiting,
    k.prioritized,
    k.delayed,
    k.suspects,
    k.pending(input.wid),
    k.active(input.wid),
    k.leases,
    k.tries,
    k.completed,
    k.meta,
    k.stats,
    k.gone,
    k.orders,
    k.parked,
  ],
  values: exchangeValues,
  read: readExchange,
});

function readExchange(reply: Reply): ExchangeReply | undefined {
  const [outcome, now, nextDueMs, note, stale, joined, claim, suffix, padding, messages, tries, gate, opensMs] =
    reply as [
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
      Gate,
      number,
    ];
  if (outcome !== 'ok') return undefined;
  const told = { now, nextDueMs, note, stale, tries, gate, opensMs };
  if (joined === '') return { ...told, ids: [], held: [], messages: [] };
  const ids = joined.split(' ');
  // Claim numbers are consecutive, and far below 2^53.
  const held = ids.map((_, i) => `${claim + i}${suffix}${i === 0 ? padding : ''}`);
  return { ...told, ids, held, messages: messages.split('\n') };
}

// Ids, held values and records of what completed travel joined: one argument for a batch costs both sides less than one
// for each job. No id has a space, and no JSON has a line end.
function exchangeValues(keys: QueueKeys, input: ExchangeInput): (string | number)[] {
  const place = input.ownPlace === undefined ? '' : input.ownPlace === 'free' ? 'o' : 'b';
  const mode = (input.alone ? 'a' : '') + (input.early ? 'e' : '') + (input.quiet ? 'q' : '') + place;
  const ids: string[] = [];
  const held: string[] = [];
  const records: string[] = [];
  for (const report of input.completed) {
    ids.push(report.id);
    held.push(report.held);
    records.push(report.record);
  }
  const { wid, want, keepCompleted, adopt } = input;
  const joined = [ids.join(' '), held.join(' '), records.join('\n')];
  if (adopt === 'moved') return [keys.tag, wid, want, mode, keepCompleted, -1, ...joined];
  return [keys.tag, wid, want, mode, keepCompleted, adopt.length, ...joined, ...adopt];
}
