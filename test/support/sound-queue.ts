import { closedRecord } from './exchange-input.js';
import type { ScriptBed } from './script-bed.js';

/** A sound queue with a job in every place. */
export async function soundQueue(bed: ScriptBed): Promise<void> {
  await bed.worker('w');
  await bed.messages('a', 'late', 'ranked', 's', 'moved', 'run', 'done', 'bad', 'shelved', 'stopped', 'spoilt');
  await bed.seed({
    waiting: ['husk', 'a', ''],
    gone: { husk: '1' },
    delayed: { late: bed.at(60_000) },
    prioritized: { ranked: 5 },
    suspects: ['s'],
    'pending:w': ['moved', ''],
    'active:w': { run: '7' },
    completed: ['done'],
    'end:done': closedRecord('completed', bed.at(-1000)),
    failed: { bad: bed.at(-1000) },
    'end:bad': closedRecord('failed', bed.at(-1000)),
    cancelled: { stopped: bed.at(-1000) },
    'end:stopped': closedRecord('cancelled', bed.at(-1000)),
    expired: { spoilt: bed.at(-1000) },
    'end:spoilt': closedRecord('expired', bed.at(-1000)),
    tries: { s: '0 2 -', run: '1 0 br', shelved: '0 0 - h', ranked: '0 0 - p0:1' },
    'body:run': 'body',
    'run:run': { seq: '1' },
    graves: { g: bed.at(-1000) },
    meta: { claims: '7', limited: '1' },
    limits: { rate: '5', per: '1000' },
    stats: { completed: '1', husks: '1' },
    'parked:film': ['shelved'],
    parked: { film: '1' },
    orders: { run: 'w "enough"' },
    expiring: { a: bed.at(60_000) },
    'unique:only': 'a',
    schedules: { nightly: '{}' },
    ticked: { nightly: '- 1 1' },
    ticks: { nightly: bed.at(60_000) },
    'history:1': { '0 completed': '1' },
  });
}
