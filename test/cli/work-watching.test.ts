// `longshore work --watch`: the next job runs the code that was saved last and that loads.

import { type JobHandle, Queue } from '@longshore/core';
import type { EmbeddedRedis } from '@longshore/embedded-redis';
import { expect, vi } from 'vitest';
import { CliProcess } from '../support/cli-process.js';
import { HandlerFolder } from '../support/handler-folder.js';
import { isAlive, until } from '../support/processes.js';
import { test } from '../support/server-test.js';

// Each starts several processes, one after another, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000 });

const says = (version: string) => `export const answer = () => '${version}';`;
/** A job that runs until it is cancelled. */
const HOLD = 'export const hold = ({ signal }) => new Promise((resolve) => signal.addEventListener("abort", resolve));';
const BROKEN = 'export const\nanswer = ;';
const READY = /ready \(pid (\d+)\)/;

function watching(folder: HandlerFolder, server: EmbeddedRedis, queue: string): CliProcess {
  const args = ['work', 'handlers.mjs', '--watch', '--queue', queue, '--redis-url', server.url];
  return new CliProcess(args, { cwd: folder.path });
}

async function answerOf(queue: Queue): Promise<unknown> {
  const job: JobHandle = await queue.add('answer', {});
  return await job.result({ timeout: '20s' });
}

/** Does something, and waits for a line that is printed afterwards. */
async function after(work: CliProcess, act: () => Promise<void>, pattern: RegExp): Promise<RegExpExecArray> {
  const from = work.output.length;
  await act();
  return work.said(pattern, { from });
}

test('new code runs, broken code does not, mended code does', async ({ server }) => {
  await using folder = await HandlerFolder.make({ 'handlers.mjs': says('first') });
  await using queue = new Queue('watching', { connection: server.url });
  await using work = watching(folder, server, 'watching');
  await work.said(/longshore \S+ runs watching/);
  expect(await answerOf(queue)).toBe('first');

  await after(work, () => folder.write('handlers.mjs', says('second')), /has left/);
  expect(work.output).toContain('restarting: handlers.mjs changed');
  expect(await answerOf(queue)).toBe('second');

  await after(work, () => folder.write('handlers.mjs', BROKEN), /the new code does not start; the old goes on/);
  expect(work.output).toContain(`SyntaxError: Unexpected token ';' (at ${folder.path}/handlers.mjs:2)`);
  expect(await answerOf(queue)).toBe('second');

  await after(work, () => folder.write('handlers.mjs', says('third')), /has left/);
  expect(await answerOf(queue)).toBe('third');
  work.signal('SIGINT');
  expect(await work.exited).toEqual({ code: 0, signal: null });
});

test('a change of what the module imports counts too', async ({ server }) => {
  await using folder = await HandlerFolder.make({
    'handlers.mjs': "export { answer } from './answer.mjs';",
    'answer.mjs': says('first'),
  });
  await using queue = new Queue('importing', { connection: server.url });
  await using work = watching(folder, server, 'importing');
  await work.said(/longshore \S+ runs importing/);
  await after(work, () => folder.write('answer.mjs', says('second')), /has left/);
  expect(work.output).toContain('restarting: answer.mjs changed');
  expect(await answerOf(queue)).toBe('second');
});

test('code that is broken from the start is waited for', async ({ server }) => {
  await using folder = await HandlerFolder.make({ 'handlers.mjs': BROKEN });
  await using queue = new Queue('mending', { connection: server.url });
  await using work = watching(folder, server, 'mending');
  await work.said(/waiting for the code to change/);
  await after(work, () => folder.write('handlers.mjs', says('mended')), READY);
  expect(await answerOf(queue)).toBe('mended');
  work.signal('SIGINT');
  expect(await work.exited).toEqual({ code: 0, signal: null });
});

test('a long job of the old code holds up no new code, and finishes', async ({ server }) => {
  await using folder = await HandlerFolder.make({ 'handlers.mjs': `${says('first')}\n${HOLD}` });
  await using queue = new Queue('holding', { connection: server.url });
  await using work = watching(folder, server, 'holding');
  const [, first] = await work.said(READY);
  const held = await queue.add('hold', {});
  await until(async () => (await held.state()) === 'active');

  // The old process, which waits for its long job, may take one more in the moment before it is told to stop.
  const [, second] = await after(work, () => folder.write('handlers.mjs', says('second')), READY);
  await until(async () => (await answerOf(queue)) === 'second');
  await after(work, () => folder.write('handlers.mjs', says('third')), READY);
  await until(() => !isAlive(Number(second)));
  expect(await answerOf(queue)).toBe('third');

  expect(await held.state()).toBe('active');
  expect(isAlive(Number(first))).toBe(true);
  await held.cancel();
  await until(() => !isAlive(Number(first)));
});
