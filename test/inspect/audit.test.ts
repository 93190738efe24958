import type { AuditOptions } from '@longshore/core';
import { describe, expect } from 'vitest';
import { auditLive } from '../support/core-internals.js';
import { closedRecord } from '../support/exchange-input.js';
import { type ScriptBed, test } from '../support/script-bed.js';
import { auditQueue } from '../support/snapshot.js';
import { soundQueue } from '../support/sound-queue.js';

const audit = (bed: ScriptBed, options: AuditOptions = {}) => auditLive(bed.connection, bed.keys, options);
const codes = async (bed: ScriptBed, options: AuditOptions = {}) =>
  (await audit(bed, options)).findings.map(({ code, id = '' }) => `${code} ${id}`.trim());

describe('a sound queue', () => {
  test('has no finding', async ({ bed }) => {
    await soundQueue(bed);
    const report = await audit(bed, { deep: true });
    expect(report).toMatchObject({ found: 0, findings: [], unsure: 0 });
    expect(report.checked).toBeGreaterThan(12);
  });

  test('is not changed by a repair', async ({ bed }) => {
    await soundQueue(bed);
    const { before, after } = await bed.observe(() => audit(bed, { deep: true, repair: true }));
    expect(after).toEqual(before);
  });

  test('neither has one that was never used', async ({ bed }) => {
    expect(await audit(bed, { deep: true })).toEqual({ checked: 0, found: 0, findings: [], unsure: 0 });
  });
});

interface Plant {
  readonly told: string;
  readonly plant: (bed: ScriptBed) => Promise<unknown>;
  /** Only found by a search of all keys. */
  readonly deep?: boolean;
  /** Told, and left as it is. */
  readonly stays?: boolean;
}

const husk = (bed: ScriptBed, id: string, count: string) => bed.seed({ gone: { [id]: count }, stats: { husks: '2' } });

const PLANTS: readonly Plant[] = [
  { told: 'double-entry a', plant: (bed) => bed.seed({ delayed: { a: bed.at(60_000) } }) },
  { told: 'double-entry a', plant: (bed) => bed.seed({ prioritized: { a: 1 } }) },
  { told: 'double-entry a', plant: (bed) => bed.seed({ waiting: ['a'] }) },
  { told: 'double-entry a', plant: (bed) => bed.seed({ waiting: ['a', 'a', 'a'] }) },
  { told: 'double-entry a', plant: (bed) => bed.seed({ 'pending:w': ['a'] }) },
  { told: 'double-entry a', plant: (bed) => bed.seed({ suspects: ['a'] }) },
  { told: 'double-entry a', plant: (bed) => bed.seed({ 'active:w': { a: '8' } }) },
  { told: 'double-entry run', plant: (bed) => bed.seed({ delayed: { run: bed.at(60_000) } }) },
  { told: 'double-entry late', plant: (bed) => bed.seed({ prioritized: { late: 1 } }) },
  { told: 'ended-entry done', plant: (bed) => bed.seed({ waiting: ['done'] }) },
  { told: 'ended-entry bad', plant: (bed) => bed.seed({ delayed: { bad: bed.at(60_000) } }) },
  { told: 'ended-entry bad', plant: (bed) => bed.seed({ 'active:w': { bad: '9' } }) },
  { told: 'no-message new', plant: (bed) => bed.seed({ waiting: ['new'] }), stays: true },
  { told: 'no-message late', plant: (bed) => bed.redis.del(`${bed.tag}job:late`), stays: true },
  { told: 'surplus-husk husk', plant: (bed) => husk(bed, 'husk', '2'), stays: true },
  { told: 'surplus-husk nobody', plant: (bed) => husk(bed, 'nobody', '1') },
  { told: 'no-record done', plant: (bed) => bed.redis.del(`${bed.tag}end:done`), stays: true },
  { told: 'no-record bad', plant: (bed) => bed.redis.del(`${bed.tag}end:bad`, `${bed.tag}job:bad`) },
  { told: 'no-record late', plant: (bed) => bed.seed({ failed: { late: 1 } }) },
  { told: 'wrong-set done', plant: (bed) => bed.seed({ failed: { done: 1 } }) },
  { told: 'wrong-set bad', plant: (bed) => bed.seed({ 'end:bad': closedRecord('expired', 1) }) },
  { told: 'wrong-set done', plant: (bed) => bed.seed({ 'end:done': closedRecord('cancelled', 1) }) },
  { told: 'tries-without-job old-one', plant: (bed) => bed.seed({ tries: { 'old-one': '1 0 -' } }) },
  { told: 'order-without-job nobody', plant: (bed) => bed.seed({ orders: { nobody: 'w ""' } }) },
  { told: 'expiry-without-job done', plant: (bed) => bed.seed({ expiring: { done: bed.at(0) } }) },
  { told: 'tick-without-schedule hourly', plant: (bed) => bed.seed({ ticks: { hourly: bed.at(0) } }) },
  { told: 'wrong-sum', plant: (bed) => bed.seed({ stats: { husks: '5' } }) },
  { told: 'wrong-sum', plant: (bed) => bed.seed({ stats: { completedHusks: '5' } }) },
  { told: 'wrong-sum', plant: (bed) => bed.seed({ parked: { film: '3' } }) },
  { told: 'wrong-flag', plant: (bed) => bed.redis.hdel(bed.keys.meta, 'limited') },
  { told: 'wrong-flag', plant: (bed) => bed.redis.del(bed.keys.limits) },
  { told: 'wrong-sum', plant: (bed) => bed.seed({ 'parked:x': ['y'], 'job:y': '"x",1' }), deep: true },
  { told: 'lost-job a', plant: (bed) => bed.redis.lrem(bed.keys.waiting, 0, 'a'), deep: true },
  { told: 'lost-job ranked', plant: (bed) => bed.redis.del(bed.keys.prioritized), deep: true },
  { told: 'lost-job s', plant: (bed) => bed.redis.del(bed.keys.suspects), deep: true },
  { told: 'unlisted-end done', plant: (bed) => bed.redis.del(bed.keys.completed), deep: true },
  { told: 'unlisted-end bad', plant: (bed) => bed.redis.del(bed.keys.failed), deep: true },
  { told: 'stale-lock nobody', plant: (bed) => bed.seed({ 'unique:free': 'nobody' }), deep: true },
  { told: 'stale-lock done', plant: (bed) => bed.seed({ 'unique:free': 'done' }), deep: true },
  { told: 'unknown-worker', plant: (bed) => bed.seed({ 'pending:dead': ['x'], 'job:x': '"x",1' }), deep: true },
  { told: 'unknown-worker', plant: (bed) => bed.seed({ 'active:dead': { x: '3' }, 'job:x': '"x",1' }), deep: true },
  { told: 'orphaned-key', plant: (bed) => bed.seed({ 'body:nobody': 'body' }), deep: true },
  { told: 'orphaned-key', plant: (bed) => bed.seed({ 'log:nobody': ['1 line'] }), deep: true },
];

describe('what was planted is told', () => {
  test.for(PLANTS.map((plant) => [plant.told, plant] as const))('%s', async ([told, { plant, deep }], { bed }) => {
    await soundQueue(bed);
    await plant(bed);
    const found = (await codes(bed, { deep: deep ?? false })).map((each) =>
      told.includes(' ') ? each : each.split(' ')[0],
    );
    expect(found).toEqual([told]);
    const { findings } = await audit(bed, { deep: true });
    expect(findings.map(({ message, repaired }) => ({ unfilled: /ID|WHERE/.test(message), repaired }))).toEqual(
      findings.map(() => ({ unfilled: false, repaired: undefined })),
    );
  });
});

describe('what can be repaired is sound afterwards', () => {
  const repairable = PLANTS.filter(({ stays }) => !stays).map((plant) => [plant.told, plant] as const);
  test.for(repairable)('%s', async ([, { plant, deep }], { bed }) => {
    await soundQueue(bed);
    await plant(bed);
    const { findings } = await audit(bed, { repair: true, deep: deep ?? false });
    expect(findings.filter(({ repaired }) => !repaired)).toEqual([]);
    expect(await codes(bed, { deep: true })).toEqual([]);
    expect(await auditQueue(bed.redis, 'bed', bed.queue)).toEqual([]);
  });
});

describe('what cannot be repaired', () => {
  test('is told and left as it is', async ({ bed }) => {
    await soundQueue(bed);
    await bed.worker('v');
    await bed.seed({ 'active:v': { run: '8' } });
    await bed.redis.del(`${bed.tag}job:late`);
    const { before, after, reply } = await bed.observe(() => audit(bed, { repair: true }));
    expect(after).toEqual(before);
    expect(reply.findings.map(({ code, repaired }) => [code, repaired])).toEqual([
      ['double-claim', false],
      ['double-claim', false],
      ['no-message', false],
    ]);
  });
});

describe('long lists', () => {
  test('are walked whole, in steps', async ({ bed }) => {
    const ids = Array.from({ length: 1203 }, (_, i) => `job-${i}`);
    await bed.messages(...ids);
    await bed.seed({ waiting: [...ids, 'job-7'], delayed: { 'job-1100': bed.at(60_000) } });
    expect((await codes(bed, { deep: true })).sort()).toEqual(['double-entry job-1100', 'double-entry job-7']);
    await audit(bed, { repair: true });
    expect(await auditQueue(bed.redis, 'bed', bed.queue)).toEqual([]);
  });

  test('where entries are added and taken meanwhile, none is met twice', async ({ bed }) => {
    const ids = Array.from({ length: 3000 }, (_, i) => `job-${i}`);
    await bed.messages(...ids);
    await bed.seed({ waiting: ids });
    let audits = 0;
    let over = false;
    const move = async () => {
      for (let i = 0; !over; i++) {
        const id = `new-${i}`;
        await bed.redis.multi().set(`${bed.tag}job:${id}`, '"a",1').lpush(bed.keys.waiting, id).exec();
        if (i % 3 === 0) await bed.redis.rpoplpush(bed.keys.waiting, bed.keys.waiting);
      }
    };
    const moving = move();
    for (; audits < 3; audits++) expect((await audit(bed)).findings).toEqual([]);
    over = true;
    await moving;
  });
});
