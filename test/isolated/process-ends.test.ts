import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue } from '@longshore/core';
import { afterAll, expect } from 'vitest';
import { Child } from '../support/child-process.js';
import { isAlive } from '../support/processes.js';
import { startServer } from '../support/servers.js';
import { test, thrownBy } from '../support/worker-bed.js';
import { begun, gone, handlerOf, standIn, WAIT } from './isolated-bed.js';

const folder = mkdtempSync(join(tmpdir(), 'longshore-isolated-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['exit', { code: 3 }, /for job \S+ ended before the job did, by exit code 3$/],
  ['exit', { code: 0 }, /by exit code 0$/],
  ['crash', {}, /by exit code 1: nobody catches this$/],
  ['memory', {}, /by signal SIGABRT: out of memory, most likely$/],
])('a process that ends by itself (%s %o) fails this attempt alone', async (name, data, message) => {
  const run = handlerOf('obey.mjs', { memory: 32 }).run;
  const error = await thrownBy(run(standIn(name, data)) as Promise<unknown>);
  expect(error).toMatchObject({ name: 'IsolatedProcessError', code: 'ERR_ISOLATED_PROCESS' });
  expect(error.message).toMatch(message);
  expect(await run(standIn('pid'))).toEqual(expect.any(Number));
});

test('an attempt that ended with its process is followed by the next, and its neighbours go on', async ({ bed }) => {
  bed.worker(handlerOf(), { concurrency: 2 });
  const neighbour = await bed.queue.add('hang', {});
  const { pid } = await begun(neighbour);
  const job = await bed.queue.add('exit', { code: 1 }, { attempts: 3, backoff: 1 });
  expect(await thrownBy(job.result(WAIT))).toMatchObject({
    attempts: 3,
    failure: { name: 'IsolatedProcessError', code: 'ERR_ISOLATED_PROCESS' },
  });
  expect(isAlive(pid)).toBe(true);
  expect(await neighbour.state()).toBe('active');
});

test('a process that is killed from outside fails its attempt, and tells the signal', async ({ bed }) => {
  bed.worker(handlerOf());
  const job = await bed.queue.add('hang', {});
  process.kill((await begun(job)).pid, 'SIGKILL');
  expect(await thrownBy(job.result(WAIT))).toMatchObject({
    failure: { code: 'ERR_ISOLATED_PROCESS', message: expect.stringContaining('signal SIGKILL') },
  });
});

test('SIGTERM from outside is a shutdown for a job, and the end of a process without one', async ({ bed }) => {
  bed.worker(handlerOf());
  const job = await bed.queue.add('heed', {});
  process.kill((await begun(job)).pid, 'SIGTERM');
  expect(await thrownBy(job.result(WAIT))).toMatchObject({ failure: { message: expect.stringContaining('shutdown') } });
  const pid = (await (await bed.queue.add('pid', null)).result(WAIT)) as number;
  process.kill(pid, 'SIGTERM');
  await gone(pid);
  expect(await (await bed.queue.add('pid', null)).result(WAIT)).not.toBe(pid);
});

test('a process that cannot be started fails the attempt', async () => {
  const { execPath } = process;
  try {
    process.execPath = join(folder, 'no-node');
    const error = await thrownBy(handlerOf().run(standIn('pid')) as Promise<unknown>);
    expect(error).toMatchObject({
      code: 'ERR_ISOLATED_PROCESS',
      message: expect.stringMatching(/could not start: .*ENOENT/),
    });
  } finally {
    process.execPath = execPath;
  }
});

test.each(['loop', 'hang', 'family'])('no process outlives a worker that is killed: %s', async (name) => {
  await using bed = await workerProcess(name);
  const { pid, child } = bed;
  bed.worker.signal('SIGKILL');
  await bed.worker.gone();
  await gone(...[pid, child].filter((id) => id !== undefined));
});

test('a process that waits for jobs keeps no program from ending, and ends with it', async () => {
  const program = new Child('isolated-once', {}, join(folder, 'errors'));
  const { pid } = await program.hear('ran');
  await program.gone();
  expect(program.ending).toBe(0);
  await gone(pid as number);
});

/** A worker in a process of its own, and a job of it that has begun. */
async function workerProcess(name: string) {
  const server = await startServer();
  const queue = new Queue('isolated', { connection: server.url });
  const setup = { queue: 'isolated', options: { connection: server.url } };
  const worker = new Child('isolated-worker', setup, join(folder, 'errors'));
  const job = await queue.add(name, {});
  return {
    worker,
    ...(await begun(job)),
    async [Symbol.asyncDispose]() {
      if (worker.isRunning) worker.signal('SIGKILL');
      await queue.close();
      await server.stop();
    },
  };
}
