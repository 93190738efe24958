// What a run writes down about its job, besides its progress. Both are refused when the claim is gone.
import { defineScript } from './define-script.js';
import type { QueueKeys } from './keys.js';

/** Which run writes: the claim that it holds. */
interface Holder {
  readonly id: string;
  readonly wid: string;
  readonly held: string;
}

/** Keeps the state that the next run of the job may go on from. False when this run no longer owns the job. */
export const checkpoint = defineScript({
  name: 'checkpoint',
  keyNames: ['active', 'tries', 'run'],
  keys: (k: QueueKeys, { wid, id }: Holder & { readonly state: string }) => [k.active(wid), k.tries, k.run(id)],
  values: (_keys, { id, held, state }) => [id, held, state],
  read: (reply) => reply === 'ok',
});

/** How many lines of a log stay. */
const MOST_LINES = 1000;

/** Adds a line to the log of a job; the last 1,000 stay. False when this run no longer owns the job. */
export const log = defineScript({
  name: 'log',
  keyNames: ['active', 'tries', 'log'],
  keys: (k: QueueKeys, { wid, id }: Holder & { readonly line: string }) => [k.active(wid), k.tries, k.log(id)],
  values: (_keys, { id, held, line }) => [id, held, MOST_LINES, line],
  read: (reply) => reply === 'ok',
});
