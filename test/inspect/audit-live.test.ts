import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { test, thrownBy } from '../support/worker-bed.js';

describe('a queue that works', () => {
  test('has no finding, whatever happens to its jobs', { timeout: 60_000 }, async ({ bed }) => {
    let runs = 0;
    const handler = async () => {
      runs++;
      if (runs % 7 === 0) throw new Error('once more');
      if (runs % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 3));
    };
    for (let i = 0; i < 2; i++) bed.worker(handler, { concurrency: 20, sweep: '100ms', keep: { completed: 100 } });
    let over = false;
    const produce = async () => {
      while (!over) {
        const jobs = await bed.queue.addBulk(
          Array.from({ length: 100 }, (_, i) => ({
            name: 'work',
            data: null,
            options: {
              attempts: 2,
              backoff: { type: 'fixed', delay: 5 } as const,
              ...(i % 4 === 0 ? { delay: 10 } : {}),
              ...(i % 5 === 0 ? { priority: i - 50 } : {}),
              ...(i % 6 === 0 ? { unique: { key: `k${i}` } } : {}),
              ...(i % 11 === 0 ? { expiresIn: 5 } : {}),
            },
          })),
        );
        for (const job of jobs.slice(0, 10)) await bed.queue.cancel(job.id);
        await Promise.all(jobs.slice(10, 14).map((job) => bed.queue.remove(job.id).catch(() => false)));
      }
    };
    const producing = produce();
    await until(() => runs > 100);
    const reports = [];
    for (const options of [{}, { deep: true }, { repair: true }, { deep: true, repair: true }, {}])
      reports.push(await bed.queue.audit(options));
    over = true;
    await producing;
    expect(reports.flatMap(({ findings }) => findings)).toEqual([]);
    expect(reports.every(({ checked }) => checked > 0)).toBe(true);
  });

  test('a job that was lost runs after a repair', async ({ bed }) => {
    const job = await bed.queue.add('work', null);
    await bed.redis.del(bed.key('waiting'));
    const report = await bed.queue.audit({ deep: true, repair: true });
    expect(report.findings).toMatchObject([{ code: 'lost-job', id: job.id, repaired: true }]);
    bed.worker({ work: () => 'done' });
    expect(await job.result({ timeout: '20s' })).toBe('done');
    expect((await bed.queue.audit({ deep: true })).findings).toEqual([]);
  });

  test('a job that stands twice runs once after a repair', async ({ bed }) => {
    const job = await bed.queue.add('work', null);
    await bed.redis.lpush(bed.key('waiting'), job.id);
    expect((await bed.queue.audit({ repair: true })).findings).toMatchObject([{ code: 'double-entry', id: job.id }]);
    let runs = 0;
    bed.worker({
      work: () => {
        runs++;
      },
    });
    await job.result({ timeout: '20s' });
    await (await bed.queue.add('work', null)).result({ timeout: '20s' });
    expect(runs).toBe(2);
  });

  test.for([
    [{ repair: 1 }, 'options.repair'],
    [{ deep: 'yes' }, 'options.deep'],
    [{ fix: true }, 'options.fix'],
    [null, 'options'],
  ] as const)('refuses %o', async ([options, field], { bed }) => {
    expect(await thrownBy(bed.queue.audit(options as never))).toMatchObject({ code: 'ERR_INVALID_OPTION', field });
  });
});
