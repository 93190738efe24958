import type { HistoryPoint } from '@longshore/core';
import { describe, expect } from 'vitest';
import { readHistory, record } from '../support/core-internals.js';
import { until } from '../support/processes.js';
import { test as onScripts, type ScriptBed } from '../support/script-bed.js';
import { test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

const COUNTS = ['completed', 'failed', 'retried', 'cancelled', 'expired', 'recovered'] as const;

/** The sum of all points: a minute may turn while a test runs. */
function sum(points: readonly HistoryPoint[]) {
  const sums = COUNTS.map((name) => [name, points.reduce((total, point) => total + point[name], 0)] as const);
  const measured = (what: 'waitMs' | 'runMs') => points.reduce((total, point) => total + (point[what]?.count ?? 0), 0);
  return { ...Object.fromEntries(sums), waits: measured('waitMs'), runs: measured('runMs') };
}

const NOTHING = { completed: 0, failed: 0, retried: 0, cancelled: 0, expired: 0, recovered: 0, waits: 0, runs: 0 };

async function work(bed: WorkerBed): Promise<void> {
  let failures = 0;
  const worker = bed.worker(
    {
      good: () => 'done',
      bad: () => {
        throw new Error('no');
      },
      second: () => {
        if (failures++ === 0) throw new Error('not yet');
      },
    },
    { sweep: '50ms' },
  );
  const jobs = await Promise.all([
    bed.queue.add('good', null),
    bed.queue.add('good', null),
    bed.queue.add('bad', null),
    bed.queue.add('second', null, { attempts: 2, backoff: { type: 'fixed', delay: 1 } }),
  ]);
  await Promise.allSettled(jobs.map((job) => job.result({ timeout: '20s' })));
  await worker.close({ deadline: '5s' });
}

describe('history', () => {
  test('tells what a worker did, when it has closed', async ({ bed }) => {
    await work(bed);
    const points = await bed.queue.history();
    expect(points.length).toBeGreaterThanOrEqual(60);
    expect(sum(points)).toEqual({ ...NOTHING, completed: 3, failed: 1, retried: 1, waits: 4, runs: 5 });
    expect((points[1]?.at ?? 0) - (points[0]?.at ?? 0)).toBe(60_000);
  });

  test('adds up what several workers tell', async ({ bed }) => {
    await work(bed);
    await work(bed);
    expect(sum(await bed.queue.history())).toMatchObject({ completed: 6, failed: 2, retried: 2, waits: 8, runs: 10 });
  });

  test('a longer step adds minutes up', async ({ bed }) => {
    await work(bed);
    const points = await bed.queue.history({ step: '2h' });
    expect(points.length).toBeLessThanOrEqual(2);
    expect(sum(points)).toMatchObject({ completed: 3, runs: 5 });
  });

  test('what happened without a worker is told by the one that sweeps', async ({ bed }) => {
    const job = await bed.queue.add('good', null);
    await bed.queue.cancel(job.id);
    await bed.worker({ other: () => null }, { sweep: '50ms' }).ready();
    await until(async () => (await bed.queue.history()).some(({ cancelled }) => cancelled === 1));
    expect(sum(await bed.queue.history())).toEqual({ ...NOTHING, cancelled: 1 });
  });

  test('is empty where nothing happened, and stays within a day', async ({ bed }) => {
    const to = new Date();
    const points = await bed.queue.history({ from: new Date(to.getTime() - 86_400_000), to });
    expect(points.length).toBe(1441);
    expect(sum(points)).toEqual(NOTHING);
    expect(points[0]).not.toHaveProperty('runMs');
  });

  test('its keys go after 25 hours', async ({ bed }) => {
    await work(bed);
    for (const key of await bed.redis.keys(bed.key('history:*'))) {
      const left = await bed.redis.ttl(key);
      expect(left).toBeGreaterThan(89_000);
      expect(left).toBeLessThanOrEqual(90_000);
    }
  });

  test.for([
    [{ since: new Date() }, 'options.since'],
    [{ from: 5 }, 'options.from'],
    [{ to: '2026-01-01' }, 'options.to'],
    [{ to: new Date(Number.NaN) }, 'options.to'],
    [{ from: new Date(10), to: new Date(5) }, 'options.from'],
    [{ from: new Date(0), to: new Date(86_400_001) }, 'options.from'],
    [{ step: '90s' }, 'options.step'],
    [{ step: 0 }, 'options.step'],
    [{ step: -60_000 }, 'options.step'],
    [{ step: '2d' }, 'options.step'],
    [[], 'options'],
    [null, 'options'],
  ] as const)('refuses %o', async ([options, field], { bed }) => {
    expect(await thrownBy(bed.queue.history(options as never))).toMatchObject({ code: 'ERR_INVALID_OPTION', field });
  });
});

async function figures(bed: ScriptBed): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const key of await bed.redis.keys(`${bed.tag}history:*`)) {
    for (const [field, amount] of Object.entries(await bed.redis.hgetall(key))) {
      const [minute, figure = ''] = field.split(' ');
      if (minute !== 'seen') sums[figure] = (sums[figure] ?? 0) + Number(amount);
    }
  }
  return sums;
}

describe('record', () => {
  const report = { teller: 'me', number: 1, retried: 2, figures: [['run3', 4] as const, ['runSum', 20_000] as const] };
  const send = (bed: ScriptBed, input = report) => record.run(bed.connection, bed.keys, input);

  onScripts('a report that is sent again adds nothing', async ({ bed }) => {
    await bed.seed({ stats: { completed: '4' } });
    for (let i = 0; i < 3; i++) await send(bed);
    expect(await figures(bed)).toEqual({ run3: 4, runSum: 20_000, retried: 2, completed: 4 });
    expect(await bed.redis.hget(bed.keys.stats, 'retried')).toBe('2');
  });

  onScripts('also where the hour has turned between', async ({ bed }) => {
    const hour = Math.floor(Number((await bed.redis.time())[0]) / 3600);
    await bed.redis.hset(bed.keys.historyOf(hour - 1), 'seen me', '1');
    await send(bed);
    expect(await figures(bed)).toEqual({});
  });

  onScripts('the next report adds, and so does that of another worker', async ({ bed }) => {
    await send(bed);
    await send(bed, { ...report, number: 2 });
    await send(bed, { ...report, teller: 'another' });
    expect(await figures(bed)).toEqual({ run3: 12, runSum: 60_000, retried: 6 });
  });

  onScripts('totals are told once, by whoever comes first', async ({ bed }) => {
    await bed.seed({ stats: { completed: '4', expired: '1' } });
    const nothing = { number: 0, retried: 0, figures: [] };
    for (const teller of ['a', 'b']) await send(bed, { teller, ...nothing });
    await bed.seed({ stats: { completed: '5' } });
    await send(bed, { teller: 'a', ...nothing });
    expect(await figures(bed)).toEqual({ completed: 5, expired: 1 });
  });

  onScripts('nothing to tell writes nothing', async ({ bed }) => {
    const { before, after, reply } = await bed.act(record, { teller: 'a', number: 0, retried: 0, figures: [] });
    expect(after).toEqual(before);
    expect(reply).toBe(0);
  });
});

describe('durations', () => {
  onScripts('are told from steps that double', async ({ bed }) => {
    const runs = [['run0', 50] as const, ['run4', 45] as const, ['run11', 5] as const, ['runSum', 6_000_000] as const];
    await record.run(bed.connection, bed.keys, { teller: 'me', number: 1, retried: 0, figures: runs });
    const points = await readHistory(bed.connection, bed.keys, { step: '24h' });
    const { runMs } = points.find((point) => point.runMs) ?? {};
    expect(runMs).toEqual({ count: 100, mean: 60, p50: 1, p95: 16 });
  });
});
