import { defineQueue, UnrecoverableError } from '@longshore/core';
import { expect } from 'vitest';
import { test } from './beds.js';

const mail = defineQueue<{
  welcome: { data: { to: string }; result: { id: string } };
  digest: { data: { day: number }; result: number };
}>('mail');

test('nothing runs by itself; a drain runs what is there, in order, and tells each run', async ({ bed }) => {
  const queue = bed.queue(mail);
  const seen: string[] = [];
  bed.handle(mail, {
    welcome: ({ data }) => {
      seen.push(data.to);
      return { id: `m-${data.to}` };
    },
  });
  const [first] = await queue.addBulk(['ada', 'grace', 'linus'].map((to) => ({ name: 'welcome', data: { to } })));
  expect(seen).toEqual([]);
  const runs = await bed.drain();
  expect(seen).toEqual(['ada', 'grace', 'linus']);
  expect(runs[0]).toEqual({
    queue: 'mail',
    id: first?.id,
    name: 'welcome',
    attempt: 1,
    outcome: 'completed',
    result: { id: 'm-ada' },
  });
  expect(runs).toHaveLength(3);
  expect(await bed.drain()).toEqual([]);
  expect(await queue.counts()).toMatchObject({ completed: 3, waiting: 0, active: 0 });
});

test('what a job adds is run as well, over several queues', async ({ bed }) => {
  const letters = bed.queue('letters');
  const parcels = bed.queue('parcels');
  bed.handle('letters', async ({ data }) => {
    if (data.further > 0) await parcels.add('parcel', { further: data.further - 1 });
  });
  bed.handle('parcels', async ({ data }) => {
    if (data.further > 0) await letters.add('letter', { further: data.further - 1 });
  });
  await letters.add('letter', { further: 3 });
  const runs = await bed.drain();
  expect(runs.map(({ name }) => name)).toEqual(['letter', 'parcel', 'letter', 'parcel']);
});

test('priorities decide the order, as with any worker', async ({ bed }) => {
  const queue = bed.queue('ranks');
  bed.handle('ranks', () => undefined);
  await queue.add('late', {}, { priority: 5 });
  await queue.add('plain', {});
  await queue.add('urgent', {}, { priority: -5 });
  expect((await bed.drain()).map(({ name }) => name)).toEqual(['urgent', 'plain', 'late']);
});

test('a failure that is final, and one of a job whose name has no handler', async ({ bed }) => {
  const queue = bed.queue('mail');
  bed.handle('mail', {
    bad: () => {
      throw new UnrecoverableError('card closed');
    },
  });
  await queue.add('unknown', {});
  await queue.add('bad', {}, { attempts: 5 });
  const runs = await bed.drain();
  expect(runs).toMatchObject([{ name: 'bad', outcome: 'failed', error: { message: 'card closed' } }]);
  expect(await queue.counts()).toMatchObject({ failed: 1, waiting: 0 });
});

test('a paused queue is left alone', async ({ bed }) => {
  const queue = bed.queue('mail');
  bed.handle('mail', () => undefined);
  await queue.pause();
  await queue.add('welcome', {});
  expect(await bed.drain()).toEqual([]);
  await queue.resume();
  expect(await bed.drain()).toHaveLength(1);
});

test('a handler that hangs ends the drain with an error that names it', async ({ start }) => {
  const bed = await start({ timeout: 200 });
  const queue = bed.queue('mail');
  let stopped: unknown;
  bed.handle('mail', async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    stopped = signal.reason.reason;
    throw signal.reason;
  });
  await queue.add('endless', {});
  await expect(bed.drain()).rejects.toMatchObject({
    code: 'ERR_DRAIN_TIMEOUT',
    queue: 'mail',
    message: expect.stringContaining('the job "endless" is running'),
  });
  expect(stopped).toBe('shutdown');
});
