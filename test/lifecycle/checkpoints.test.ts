import { type Job, StaleJobError } from '@longshore/core';
import { describe, expect } from 'vitest';
import { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { gate, test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

const WAIT = { timeout: '15s' } as const;

const linesOf = async (bed: WorkerBed, id: string) => {
  const lines = await bed.redis.lrange(bed.key(`log:${id}`), 0, -1);
  return lines.map((line) => line.replace(/^\d{13} /, ''));
};

describe('a checkpoint', () => {
  test('is handed to the next attempt, the last one of several', async ({ bed }) => {
    const found: unknown[] = [];
    bed.worker(async (job: Job) => {
      const state = await job.restore<{ page: number }>();
      found.push(state);
      const page = state?.page ?? 0;
      await job.checkpoint({ page: page + 1 });
      await job.checkpoint({ page: page + 2 });
      if (job.attempt < 3) throw new Error('not yet');
      return job.restore();
    });
    const job = await bed.queue.add('work', null, { attempts: 3, backoff: 1 });
    expect(await job.result(WAIT)).toEqual({ page: 6 });
    expect(found).toEqual([undefined, { page: 2 }, { page: 4 }]);
  });

  test('survives the death of its worker', async ({ bed }) => {
    const options = { connection: bed.server.url, lease: 500 };
    const dying = new Child('dying-worker', { queue: bed.queueName, options }, '/dev/null');
    const job = await bed.queue.add('work', 7, { attempts: 1 });
    await dying.gone();
    bed.worker((run: Job) => run.restore(), { lease: 500 });
    expect(await job.result(WAIT)).toEqual({ half: 7 });
    expect(await linesOf(bed, job.id)).toEqual(['half way']);
  });

  test('survives a hand-back', async ({ bed }) => {
    const kept = gate();
    const first = bed.worker(async (job: Job) => {
      await job.checkpoint('half');
      kept.open();
      await new Promise((_resolve, reject) => job.signal.addEventListener('abort', () => reject(job.signal.reason)));
    });
    const job = await bed.queue.add('work', null);
    await kept.opened;
    await first.close({ deadline: '500ms' });
    bed.worker((run: Job) => run.restore());
    expect(await job.result(WAIT)).toBe('half');
  });

  test('may be anything that is JSON, null as well', async ({ bed }) => {
    for (const state of [null, 0, '', false, [1, { deep: [null] }], 'ü'.repeat(500_000)]) {
      bed.worker(async (job: Job) => {
        await job.checkpoint(state);
        return (await job.restore()) === state || JSON.stringify(await job.restore()) === JSON.stringify(state);
      });
      expect(await (await bed.queue.add('work', null)).result(WAIT)).toBe(true);
    }
  });

  test('that is no JSON, or above 1 MiB, is refused, and the one before stays', async ({ bed }) => {
    bed.worker(async (job: Job) => {
      await job.checkpoint('good');
      const codes: unknown[] = [];
      for (const bad of [undefined, new Date(0), { n: 10n }, 'x'.repeat(1_048_576)]) {
        codes.push((await thrownBy(job.checkpoint(bad)))['code']);
      }
      return [...codes, await job.restore()];
    });
    const no = 'ERR_INVALID_PAYLOAD';
    const result = await (await bed.queue.add('work', null)).result(WAIT);
    expect(result).toEqual([no, no, no, 'ERR_PAYLOAD_TOO_LARGE', 'good']);
  });

  test('is asked for only where there is one', async ({ bed }) => {
    const asked: string[] = [];
    const monitor = await bed.redis.monitor();
    monitor.on('monitor', (_time, [command, key]: string[], source: string) => {
      if (command?.toLowerCase() === 'hget' && source !== 'lua') asked.push(key as string);
    });
    bed.worker(async (job: Job) => {
      if (job.name === 'some') await job.checkpoint('some');
      await job.restore();
    });
    await (await bed.queue.add('none', null)).result(WAIT);
    const some = await bed.queue.add('some', null);
    await some.result(WAIT);
    await until(() => asked.length > 0);
    monitor.disconnect();
    expect(asked).toEqual([bed.key(`run:${some.id}`)]);
  });

  test('goes with its job', async ({ bed }) => {
    bed.removals = true;
    const handler = async (job: Job) => {
      await job.log('a line');
      await job.checkpoint('half');
      if (job.name === 'fail') throw new Error('no');
    };
    bed.worker(handler, { keep: { completed: 0 } });
    const failed = await bed.queue.add('fail', null);
    await thrownBy(failed.result(WAIT));
    const { id } = failed;
    expect(await bed.redis.exists(bed.key(`run:${id}`), bed.key(`log:${id}`))).toBe(2);
    await bed.queue.remove(id);
    expect(await bed.redis.exists(bed.key(`run:${id}`), bed.key(`log:${id}`), bed.key('tries'))).toBe(0);
  });
});

describe('a log', () => {
  test('keeps its lines in their order, over all attempts', async ({ bed }) => {
    bed.worker(async (job: Job) => {
      await Promise.all(['a', 'b', 'c'].map((line) => job.log(`${job.attempt}${line}`)));
      if (job.attempt === 1) throw new Error('not yet');
    });
    const job = await bed.queue.add('work', null, { attempts: 2, backoff: 1 });
    await job.result(WAIT);
    expect(await linesOf(bed, job.id)).toEqual(['1a', '1b', '1c', '2a', '2b', '2c']);
  });

  test('cuts long lines, and no character in half', async ({ bed }) => {
    bed.worker(async (job: Job) => {
      await job.log('x'.repeat(4096));
      await job.log('x'.repeat(4097));
      await job.log(`${'x'.repeat(4094)}😀😀`);
    });
    const job = await bed.queue.add('work', null);
    await job.result(WAIT);
    const cut = ['x'.repeat(4096), `${'x'.repeat(4095)}…`, `${'x'.repeat(4094)}…`];
    expect(await linesOf(bed, job.id)).toEqual(cut);
  });

  test.for([5, null, undefined, {}, Symbol('no')])('refuses %s, which is no text', async (text, { bed }) => {
    bed.worker((job: Job) => job.log(text as never));
    const failure = { code: 'ERR_INVALID_OPTION', message: expect.stringContaining('text') };
    expect(await thrownBy((await bed.queue.add('work', null)).result(WAIT))).toMatchObject({ failure });
  });
});

describe('a run that no longer owns its job', () => {
  const writes = (job: Job) => ({
    checkpoint: () => job.checkpoint('late'),
    log: () => job.log('late'),
    progress: () => job.progress.post('late'),
  });

  test.for(['checkpoint', 'log', 'progress'] as const)('may not write by %s', async (method, { bed }) => {
    const runs: Job[] = [];
    const end = gate();
    const kept = [gate(), gate()] as const;
    const handler = async (job: Job) => {
      const nth = runs.push(job);
      await job.checkpoint(`run ${nth}`);
      kept[nth - 1]?.open();
      await end.opened;
      return job.restore();
    };
    // One slot, so that no blocked read is under way when the lease goes.
    const first = bed.worker(handler, { beat: 50, concurrency: 1 });
    const lost = gate();
    first.on('lost', () => lost.open());
    const job = await bed.queue.add('work', null);
    await kept[0].opened;
    await bed.redis.del(bed.key('leases'));
    await lost.opened;
    bed.worker(handler);
    await kept[1].opened;
    expect(await thrownBy(writes(runs[0] as Job)[method]())).toBeInstanceOf(StaleJobError);
    end.open();
    expect(await job.result(WAIT)).toBe('run 2');
    expect(await linesOf(bed, job.id)).toEqual([]);
  });
});
