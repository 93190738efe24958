import { RetryLaterError } from '@longshore/core';
import { expect } from 'vitest';
import { test } from './beds.js';

test('delays are due in order of time, whichever queue they are in', async ({ bed }) => {
  const [a, b] = [bed.queue('a'), bed.queue('b')];
  bed.handle('a', () => undefined);
  bed.handle('b', () => undefined);
  await a.add('in-an-hour', {}, { delay: '1h' });
  await b.add('in-two-minutes', {}, { delay: '2m' });
  await a.add('in-a-minute', {}, { delay: '1m' });
  await b.add('now', {});
  expect((await bed.drain()).map(({ name }) => name)).toEqual(['now']);
  expect((await bed.advance('59s')).map(({ name }) => name)).toEqual([]);
  expect((await bed.advance('5m')).map(({ name }) => name)).toEqual(['in-a-minute', 'in-two-minutes']);
  expect((await bed.advance('1h')).map(({ name }) => name)).toEqual(['in-an-hour']);
});

test('attempts follow one another by their backoff, to the end', async ({ bed }) => {
  const queue = bed.queue('mail');
  bed.handle('mail', ({ attempt }) => {
    throw new Error(`no ${attempt}`);
  });
  const backoff = { type: 'exponential', delay: '1m', max: '1h', jitter: 0 } as const;
  await queue.add('welcome', {}, { attempts: 3, backoff });
  expect(await bed.drain()).toMatchObject([{ attempt: 1, outcome: 'retrying', delayMs: 60_000 }]);
  expect(await bed.advance('30s')).toEqual([]);
  expect(await bed.advance('30s')).toMatchObject([{ attempt: 2, outcome: 'retrying', delayMs: 120_000 }]);
  expect(await bed.advance('2m')).toMatchObject([{ attempt: 3, outcome: 'failed', error: { message: 'no 3' } }]);
  expect(await queue.counts()).toMatchObject({ failed: 1, delayed: 0 });
});

test('one long advance runs all attempts, and a job that asks for later', async ({ bed }) => {
  const queue = bed.queue('mail');
  let asked = 0;
  bed.handle('mail', {
    shaky: ({ attempt }) => {
      if (attempt < 4) throw new Error('not yet');
      return attempt;
    },
    later: () => {
      asked += 1;
      if (asked < 3) throw new RetryLaterError('6h');
    },
  });
  await queue.add('shaky', {}, { attempts: 4 });
  await queue.add('later', {});
  const runs = await bed.advance('1d');
  const of = (name: string) => runs.filter((run) => run.name === name).map(({ outcome }) => outcome);
  expect(of('shaky')).toEqual(['retrying', 'retrying', 'retrying', 'completed']);
  expect(of('later')).toEqual(['postponed', 'postponed', 'completed']);
});

test('what expires before its turn never runs', async ({ bed }) => {
  const queue = bed.queue('mail');
  bed.handle('mail', () => undefined);
  const late = await queue.add('late', {}, { delay: '10m', expiresIn: '5m' });
  const early = await queue.add('early', {}, { delay: '4m', expiresIn: '5m' });
  expect((await bed.advance('1h')).map(({ name }) => name)).toEqual(['early']);
  expect(await late.state()).toBe('expired');
  expect(await early.state()).toBe('completed');
});

test('a job that waits past its time expires, too', async ({ bed }) => {
  const queue = bed.queue('mail');
  const job = await queue.add('code', {}, { expiresIn: '5m' });
  await bed.advance('6m');
  bed.handle('mail', () => undefined);
  expect(await bed.drain()).toEqual([]);
  expect(await job.state()).toBe('expired');
});

test('a unique key that holds for a while is free after it', async ({ bed }) => {
  const queue = bed.queue('mail');
  bed.handle('mail', () => undefined);
  const unique = { key: 'ada', until: 'window', for: '10m' } as const;
  const first = await queue.add('digest', {}, { unique });
  await bed.drain();
  expect(await queue.add('digest', {}, { unique })).toMatchObject({ id: first.id, created: false });
  await bed.advance('9m');
  expect((await queue.add('digest', {}, { unique })).created).toBe(false);
  await bed.advance('1m');
  expect((await queue.add('digest', {}, { unique })).created).toBe(true);
});

test('a rate limit lets as many through as fit into the time', async ({ bed }) => {
  const queue = bed.queue('mail');
  bed.handle('mail', () => undefined);
  await queue.limits.set({ rate: { max: 2, per: '1m' } });
  for (let i = 0; i < 5; i++) await queue.add('digest', { i });
  expect(await bed.drain()).toHaveLength(2);
  expect(await bed.advance('30s')).toHaveLength(1);
  expect(await bed.advance('1m')).toHaveLength(2);
});

test('the time of the bed moves with it', async ({ bed }) => {
  const before = bed.now().getTime();
  await bed.advance('1d');
  expect(bed.now().getTime() - before).toBeGreaterThanOrEqual(86_400_000);
});

test('a schedule is run by hand: its slots are times of the calendar', async ({ bed }) => {
  const queue = bed.queue('mail');
  bed.handle('mail', () => undefined);
  await queue.schedules.upsert('report', { cron: '0 0 1 1 *', name: 'report', data: null });
  expect(await bed.advance('1d')).toEqual([]);
  await queue.schedules.run('report');
  expect(await bed.drain()).toMatchObject([{ name: 'report', outcome: 'completed' }]);
});
