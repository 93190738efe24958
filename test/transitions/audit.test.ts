import { describe, expect } from 'vitest';
import { closedRecord } from '../support/exchange-input.js';
import { type ScriptBed, test } from '../support/script-bed.js';
import { auditQueue } from '../support/snapshot.js';
import { soundQueue } from '../support/sound-queue.js';

// A checker that cannot fail proves nothing: each violation is planted once in a queue that is sound.

const audit = (bed: ScriptBed, options = {}) => auditQueue(bed.redis, 'bed', bed.queue, options);

test('a sound queue has no violation', async ({ bed }) => {
  await soundQueue(bed);
  expect(await audit(bed, { accepted: ['a', 'late', 's', 'moved', 'run', 'done', 'bad'] })).toEqual([]);
});

test('neither has one that was never used', async ({ bed }) => {
  expect(await audit(bed)).toEqual([]);
});

type Plant = (bed: ScriptBed) => Promise<unknown>;

const PLANTS: [says: string, plant: Plant][] = [
  ['a is in 2 places: waiting, delayed', (bed) => bed.seed({ delayed: { a: bed.at(60_000) } })],
  ['a is in 2 places: waiting, waiting', (bed) => bed.seed({ waiting: ['a'] })],
  ['a is in 2 places: pending:w, waiting', (bed) => bed.seed({ 'pending:w': ['a'] })],
  ['a is in 2 places: waiting, active:w', (bed) => bed.seed({ 'active:w': { a: '8' } })],
  ['done is in 2 places: failed, completed', (bed) => bed.seed({ failed: { done: 1 } })],
  ['done is in 2 places: completed, completed', (bed) => bed.seed({ completed: ['done'] })],
  ['done is in 2 places: waiting, completed', (bed) => bed.seed({ waiting: ['done'] })],
  ['new is in waiting without a message', (bed) => bed.seed({ waiting: ['new'] })],
  ['late is in delayed without a message', (bed) => bed.redis.del(`${bed.tag}job:late`)],
  ['a has a message and is nowhere', (bed) => bed.redis.lrem(bed.keys.waiting, 0, 'a')],
  ['a has a message and is nowhere', (bed) => bed.seed({ gone: { a: '1' } })],
  ['husk has 2 husks and 1 list entries', (bed) => bed.seed({ gone: { husk: '2' } })],
  ['nobody has 1 husks and no list entry', (bed) => bed.seed({ gone: { nobody: '1' } })],
  ['done is in completed without a terminal record', (bed) => bed.redis.del(`${bed.tag}end:done`)],
  ['bad is in failed without a terminal record', (bed) => bed.redis.del(`${bed.tag}end:bad`)],
  ['a ended as completed and is not in that set', (bed) => bed.seed({ 'end:a': closedRecord('completed', 1) })],
  ['bad ended as completed and is not in that set', (bed) => bed.seed({ 'end:bad': closedRecord('completed', 1) })],
  ['the terminal record of done cannot be read', (bed) => bed.seed({ 'end:done': '[1,"completed"' })],
  ['the terminal record of done cannot be read', (bed) => bed.seed({ 'end:done': '[1,"completed",[],"w",1,5]' })],
  ['pending:dead belongs to no known worker and no grave', (bed) => bed.seed({ 'pending:dead': [''] })],
  ['active:w belongs to no known worker and no grave', (bed) => bed.redis.del(bed.keys.leases, bed.keys.workers)],
  ['unknown key leftover', (bed) => bed.seed({ leftover: 'x' })],
  ['0 x are counted as parked, and 1 are', (bed) => bed.seed({ 'parked:x': ['y'] })],
  ['expiring has done, which is no job', (bed) => bed.seed({ expiring: { done: bed.at(0) } })],
  ['orders has nobody, which is no job', (bed) => bed.seed({ orders: { nobody: 'w ""' } })],
  ['ticks has hourly, which is no schedule', (bed) => bed.seed({ ticks: { hourly: bed.at(0) } })],
  ['unique:free is held by nobody, which is no job', (bed) => bed.seed({ 'unique:free': 'nobody' })],
  ['log:run is not noted in tries', (bed) => bed.seed({ 'log:run': ['1 line'] })],
  ['body:run is not noted in tries', (bed) => bed.seed({ tries: { run: '1 0 r' } })],
  ['run:run is not noted in tries', (bed) => bed.seed({ tries: { run: '1 0 b' } })],
  ['body:old belongs to no job', (bed) => bed.seed({ 'body:old': 'body' })],
  ['old has tries and no message', (bed) => bed.seed({ tries: { old: '1 0 -' } })],
  ['the tries of s read "0 2"', (bed) => bed.seed({ tries: { s: '0 2' } })],
];

describe('a violation is told', () => {
  test.for(PLANTS)('%s', async ([says, plant], { bed }) => {
    await soundQueue(bed);
    await plant(bed);
    expect(await audit(bed)).toContain(says);
  });

  test('of a job that was accepted and is nowhere', async ({ bed }) => {
    await soundQueue(bed);
    expect(await audit(bed, { accepted: ['a', 'lost'] })).toEqual(['lost was accepted and is nowhere']);
  });
});

describe('what removals leave in completed', () => {
  test.for([
    { what: 'an entry with nothing behind it', completed: ['gone-for-good'] },
    { what: 'an entry of a job that was added again', completed: ['a'] },
    { what: 'two entries of a job that completed twice', completed: ['done'] },
  ])('$what is a violation only where nothing was removed', async ({ completed }, { bed }) => {
    await soundQueue(bed);
    await bed.seed({ completed });
    expect(await audit(bed, { removals: true })).toEqual([]);
    expect(await audit(bed)).not.toEqual([]);
  });
});
