import {
  audit,
  beat,
  cancel,
  checkpoint,
  counts,
  enqueue,
  exchange,
  expire,
  giveBack,
  glance,
  limit,
  listJobs,
  locate,
  log,
  look,
  type OtherReport,
  pause,
  progress,
  promote,
  type QueueKeys,
  raze,
  reap,
  recall,
  recheck,
  reconcile,
  record,
  register,
  remove,
  reschedule,
  retain,
  retry as retrySome,
  type Script,
  scan,
  scheduleDue,
  scheduleLook,
  schedulePut,
  scheduleTick,
  scheduleTurn,
  settle,
  sweep,
  viewJob,
  viewStanding,
} from './core-internals.js';
import { ask, completed, failed, parked, postponed, released, retry } from './exchange-input.js';
import type { ScriptBed } from './script-bed.js';

/** A script with an input that makes it touch every key it has, in the state that `seedEverything` writes. */
export interface Call {
  readonly name: string;
  readonly script: Script<QueueKeys, unknown, unknown>;
  readonly input: unknown;
  /** It may be called where Redis has no memory left. */
  readonly goesOn: boolean;
}

const job = { text: '"a",0', due: '', body: undefined, own: true, words: '', hold: '' as const, replace: false };
const jobs = [
  { ...job, id: 'new' },
  { ...job, id: 'new-late', due: '+5000' },
  { ...job, id: 'new-big', body: '"large"' },
  { ...job, id: 'new-first', words: ' p-5 x+5000 uekey' },
];
const few = { count: 0, ageMs: 1000 };
const settling = { completed: [completed('c', '7')], keepCompleted: 0 };
const reports = [
  failed('f', '8'),
  retry('t', '9', 1000),
  released('l', '11s'),
  released('m', '12'),
  released('n', '13'),
  parked('q', '14', 'unknown'),
  postponed('o', '15', 5000),
] as OtherReport[];
const sign = { wid: 'w', leaseMs: 15_000, about: '{}' };
const nowhere = { source: '', position: '', anchor: '' };
const page = { ...nowhere, want: 5, scan: 50, name: '', text: '', data: true } as const;
const ages = { intervalMs: 0, graveMs: 1000 };

const put = { id: 'other', seen: undefined, since: 1, says: '{}', slot: 5 };
const slotOfIt = {
  id: 'daily',
  slot: 1,
  since: 1,
  next: 2,
  job: { slot: 1, id: 'daily:1' },
  text: '"a",0',
  body: '"large"',
  words: ' p-5 x+5000',
  overlap: 'skip',
  limit: 5,
} as const;

export const QUEUE_CALLS: readonly Call[] = [
  call('enqueue', enqueue, jobs, false),
  call('exchange', exchange, ask({ want: 5, adopt: ['moved'], ...settling })),
  call('exchange with a suspect', exchange, ask({ want: 5, alone: true, ...settling })),
  call('settle', settle, { wid: 'w', reports }),
  call('cancel', cancel, { ids: ['waits', 'late', 'c', 'done', 'nobody'], reason: 'why' }),
  call('expire', expire, { wid: 'w', limit: 100 }),
  call('retain', retain, { wid: 'w', limit: 100, keep: { completed: few, failed: few, cancelled: few, expired: few } }),
  call('pause', pause, { paused: true }),
  call('limit', limit, { fields: { rate: 5, per: 1000 } }),
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
  call('glance', glance, { id: 'c' }),
  call('remove', remove, { ids: ['waits', 'late', 'ranked', 'c', 'done', 'old', 'stopped', 'gone', 'nobody'] }),
  call('retry', retrySome, { ids: ['old', 'stopped', 'gone', 'done', 'waits', 'nobody'] }),
  call('promote', promote, { ids: ['late', 'due', 'waits', 'done', 'nobody'] }),
  call('reschedule', reschedule, { ids: ['waits', 'late', 'ranked', 'c', 'done', 'nobody'], due: '+500' }),
  call('raze', raze, { limit: 100 }),
  call('counts', counts, undefined),
  call('audit', audit, { place: 'waiting', cursor: 0, limit: 100, repair: true }),
  call('recheck', recheck, { id: 'waits', repair: true, further: [] }),
  call('scan', scan, { cursor: '0', count: 100, repair: true }),
  call('record', record, { teller: 'me', number: 1, retried: 1, figures: [['run3', 1]] }),
  call('view', viewJob, { id: 'waits' }),
  call('standing', viewStanding, { id: 'waits', state: 'waiting' }),
  call('list of one that waits', listJobs, { ...page, state: 'waiting', order: 'oldest' }),
  call('list of failed ones', listJobs, { ...page, state: 'failed', order: 'newest' }),
  call('schedule-put', schedulePut, put, false),
  call('schedule-tick', scheduleTick, slotOfIt, false),
  call('schedule-look', scheduleLook, { cursor: '0' }),
  call('schedule-due', scheduleDue, { most: 5 }),
  call('schedule-turn', scheduleTurn, { id: 'daily', to: 'pause', seen: 1, slot: 5 }),
  call('progress', progress, { wid: 'w', id: 'c', held: '7', value: '1' }),
  call('checkpoint', checkpoint, { wid: 'w', id: 'c', held: '7', state: '1' }),
  call('log', log, { wid: 'w', id: 'c', held: '7', line: 'a line' }),
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
  const tries = {
    x: '0 1 -',
    y: '0 2 -',
    s: '0 2 -',
    t: '1 0 -',
    done: '1 0 r k1',
    n: '0 0 - p5:3 x1',
    ranked: '0 0 - p-2:1 x1',
    past: '0 0 - x1',
  };
  await bed.seed({ waiting: ['husk', 'waits'], 'pending:w': ['moved', 'husk'], gone: { husk: '2' }, tries });
  const also = { l: '11s', m: '12', n: '13', o: '15', q: '14' };
  await bed.seed({
    'active:w': { c: '7', f: '8', t: '9', ...also },
    'pending:v': ['u'],
    'active:v': { x: '1001', y: '1002' },
  });
  await bed.seed({ delayed: { due: bed.at(-1), late: bed.at(60_000) }, suspects: ['s'], 'run:c': { seq: '1' } });
  await bed.seed({ completed: ['done'], 'end:done': '[1]', failed: { old: bed.at(-60_000) }, 'end:old': '[1]' });
  await bed.seed({ meta: { claims: '10', drainer: 'v' }, stats: { completed: '1' }, graves: { g: bed.at(-60_000) } });
  await bed.seed({
    prioritized: { ranked: 1 },
    'job:ranked': '"a",1',
    parked: { other: '1' },
    'parked:other': ['shelved'],
  });
  await bed.seed({ expiring: { past: 1 }, 'job:past': '"a",1', fleeting: { done: 1 }, orders: { t: 'w "why"' } });
  await bed.seed({ schedules: { daily: '{}' }, ticks: { daily: 1 }, ticked: { daily: '- 1 0' } });
  await bed.seed({
    cancelled: { stopped: 1 },
    'end:stopped': '[1]',
    expired: { gone: 1 },
    limits: { rate: '10', per: '1000' },
  });
}
