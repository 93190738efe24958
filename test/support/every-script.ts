import {
  beat,
  counts,
  enqueue,
  exchange,
  giveBack,
  locate,
  look,
  progress,
  type QueueKeys,
  reap,
  recall,
  reconcile,
  register,
  remove,
  type Script,
  sweep,
} from './core-internals.js';
import { ask, completed, failed, retry } from './exchange-input.js';
import type { ScriptBed } from './script-bed.js';

/** A script with an input that makes it touch every key it has, in the state that `seedEverything` writes. */
export interface Call {
  readonly name: string;
  readonly script: Script<QueueKeys, unknown, unknown>;
  readonly input: unknown;
  /** It may be called where Redis has no memory left. */
  readonly goesOn: boolean;
}

const job = { text: '"a",0', due: '', body: undefined, own: true };
const jobs = [
  { ...job, id: 'new' },
  { ...job, id: 'new-late', due: '+5000' },
  { ...job, id: 'new-big', body: '"large"' },
];
const settling = {
  reports: [completed('c', '7'), failed('f', '8'), retry('t', '9', 1000)],
  keepCompleted: 0,
  keepFailed: 0,
};
const sign = { wid: 'w', leaseMs: 15_000, about: '{}' };
const ages = { intervalMs: 0, graveMs: 1000, completedMs: 1000, failedMs: 1000 };

export const QUEUE_CALLS: readonly Call[] = [
  call('enqueue', enqueue, jobs, false),
  call('exchange', exchange, ask({ want: 5, adopt: ['moved'], ...settling })),
  call('exchange with a suspect', exchange, ask({ want: 5, alone: true, ...settling })),
  call('register', register, { ...sign, wid: 'newcomer' }),
  call('beat', beat, sign),
  call('reap of a dead worker', reap, { victim: 'v', reason: 'died', reaper: 'w', maxCrashes: 3 }),
  call('reap of one that leaves', reap, { victim: 'v', reason: 'left', reaper: 'v', maxCrashes: 1000 }),
  call('give-back', giveBack, { wid: 'w' }),
  call('sweep', sweep, { wid: 'w', ...ages }),
  call('reconcile', reconcile, { wid: 'w' }),
  call('recall', recall, { ids: ['c'] }),
  call('look', look, { ids: ['c', 'done'] }),
  call('locate', locate, { id: 'waits' }),
  call('remove', remove, { id: 'waits' }),
  call('counts', counts, undefined),
  call('progress', progress, { wid: 'w', id: 'c', held: '7', value: '1' }),
];

function call<Input, Output>(
  name: string,
  script: Script<QueueKeys, Input, Output>,
  input: Input,
  goesOn = true,
): Call {
  return { name, script: script as unknown as Script<QueueKeys, unknown, unknown>, input, goesOn };
}

/** A queue in which every script has something to do with each of its keys. */
export async function seedEverything(bed: ScriptBed): Promise<void> {
  await bed.worker('w');
  await bed.worker('v', { lease: -1000 });
  await bed.messages('waits', 'moved', 'c', 'f', 't', 'due', 's', 'x', 'y', 'done', 'old');
  const tries = { x: '0 1 -', y: '0 2 -', s: '0 2 -', t: '1 0 -', done: '1 0 r' };
  await bed.seed({ waiting: ['husk', 'waits'], 'pending:w': ['moved', 'husk'], gone: { husk: '2' }, tries });
  await bed.seed({ 'active:w': { c: '7', f: '8', t: '9' }, 'pending:v': ['u'], 'active:v': { x: '1001', y: '1002' } });
  await bed.seed({ delayed: { due: bed.at(-1), late: bed.at(60_000) }, suspects: ['s'], 'run:c': { seq: '1' } });
  await bed.seed({ completed: ['done'], 'end:done': '[1]', failed: { old: bed.at(-60_000) }, 'end:old': '[1]' });
  await bed.seed({ meta: { claims: '10', drainer: 'v' }, stats: { completed: '1' }, graves: { g: bed.at(-60_000) } });
}
