import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AbortReason } from '@longshore/core';
import { afterAll, expect, test } from 'vitest';
import { isAlive } from '../support/processes.js';
import { thrownBy } from '../support/worker-bed.js';
import { gone, handlerOf, standIn, started } from './isolated-bed.js';

const folder = mkdtempSync(join(tmpdir(), 'longshore-isolated-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a loop is killed, its group with it, and the next job runs in another process', async () => {
  const handler = handlerOf('obey.mjs', { grace: 0 });
  const before = await handler.run(standIn('pid'));
  const loop = await started(handler, 'loop');
  expect(loop.pid).toBe(before);
  loop.stop('timeout');
  expect(await thrownBy(loop.ended)).toMatchObject({ name: 'JobTimeoutError', code: 'ERR_JOB_TIMEOUT', id: 'one' });
  expect(isAlive(loop.pid)).toBe(false);
  expect(await handler.run(standIn('pid'))).not.toBe(before);
});

const REASONS: [AbortReason, object][] = [
  ['timeout', { code: 'ERR_JOB_TIMEOUT' }],
  ['cancelled', { code: 'ERR_JOB_ABORTED' }],
  ['shutdown', { code: 'ERR_JOB_ABORTED' }],
  ['lost', { code: 'ERR_JOB_ABORTED' }],
];

test.each(REASONS)('a handler that heeds its signal sees the reason %s and may clean up', async (reason, error) => {
  const file = join(folder, reason);
  const job = await started(handlerOf('obey.mjs', { grace: '1h' }), 'heed', { file });
  job.stop(reason);
  expect(await thrownBy(job.ended)).toMatchObject(error);
  const seen = { name: 'JobAbortedError', code: 'ERR_JOB_ABORTED', reason };
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(seen);
  await gone(job.pid);
});

test.each(REASONS)('a handler that heeds nothing is killed, for the reason %s', async (reason, error) => {
  const job = await started(handlerOf('obey.mjs', { grace: 50 }), 'hang');
  job.stop(reason);
  expect(await thrownBy(job.ended)).toMatchObject(error);
  expect(isAlive(job.pid)).toBe(false);
});

test('a result that still comes within the grace counts, and its process ends all the same', async () => {
  const handler = handlerOf('obey.mjs', { grace: '1h' });
  const job = await started(handler, 'heed', { result: 'nearly too late' });
  job.stop('timeout');
  expect(await job.ended).toBe('nearly too late');
  expect(await handler.run(standIn('pid'))).not.toBe(job.pid);
  await gone(job.pid);
});

test('what a handler has started is killed with it', async () => {
  const job = await started(handlerOf('obey.mjs', { grace: 50 }), 'family');
  expect(isAlive(job.child)).toBe(true);
  job.stop('timeout');
  await thrownBy(job.ended);
  await gone(job.pid, job.child);
});

test('what a handler has started is killed when its process ends by itself', async () => {
  const job = await started(handlerOf(), 'family', { last: 'exit' });
  expect(await thrownBy(job.ended)).toMatchObject({ code: 'ERR_ISOLATED_PROCESS', exitCode: 0 });
  await gone(job.pid, job.child);
});

test('a job that was told to stop before it began starts no process', async () => {
  const reason = new Error('not now');
  await expect(handlerOf().run(standIn('pid', null, { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
});

test('a job that is told to stop while its process starts ends with it', async () => {
  const stop = new AbortController();
  const ended = handlerOf().run(standIn('pid', null, { signal: stop.signal })) as Promise<unknown>;
  stop.abort({ reason: 'cancelled' });
  expect(await thrownBy(ended)).toMatchObject({ code: 'ERR_JOB_ABORTED', reason: 'cancelled' });
});

test('a process without a job ends after its idle time', async () => {
  const handler = handlerOf('obey.mjs', { idle: 50 });
  const pid = (await handler.run(standIn('pid'))) as number;
  await gone(pid);
  expect(await handler.run(standIn('pid'))).not.toBe(pid);
});
