import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { expectAccount } from '../support/account.js';
import { isAlive, until as within } from '../support/processes.js';
import { WorkScene } from '../support/work-scene.js';

// Processes take seconds to start where much else runs.
vi.setConfig({ testTimeout: 180_000 });
const until = (condition: () => boolean | Promise<boolean>) => within(condition, 60_000);

const KILLS = 4;
const SLOTS = 5;
/** Short enough to wait for. */
const LEASE = '2500ms';

test('processes that are killed under load are replaced, and every job is accounted for', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const longshore = await work.launched({ lease: LEASE, args: ['--processes', '2', '--concurrency', `${SLOTS}`] });
  let held = 0;
  for (let kills = 0; kills < KILLS; kills++) {
    const before = await scene.ended();
    await scene.add(400, { ms: 4 });
    await until(async () => (await scene.ended()) >= before + 50);
    const victim = work.alive()[0] as number;
    scene.ledger.killed(victim);
    // Stopped first, so that what it holds is known: jobs in its slots, and those whose end it has not reported yet.
    process.kill(victim, 'SIGSTOP');
    for (const { pid, active } of await scene.queue.workers()) if (pid === victim) held += active;
    process.kill(victim, 'SIGKILL');
    await until(() => !isAlive(victim) && work.alive().length === 2);
  }
  await work.drained(90_000);
  const { jobs, repeats } = await expectAccount(scene);
  expect(jobs).toBe(KILLS * 400);
  expect(repeats).toBeLessThanOrEqual(held);
  expect(longshore.output.match(/died: SIGKILL/g)).toHaveLength(KILLS);
});

test('when the supervisor is killed, its processes finish what they are doing, and leave', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const longshore = await work.launched({ args: ['--processes', '2', '--concurrency', '3'] });
  // Longer than anything that this test does meanwhile.
  const ids = await scene.add(6, { ms: 3000 });
  const rest = await scene.add(4, { ms: 10 });
  await until(async () => (await scene.queue.counts()).active === ids.length);
  longshore.signal('SIGKILL');
  await until(() => work.alive().length === 0);
  // They left: nobody has to find them dead.
  expect(await scene.queue.workers()).toEqual([]);
  for (const id of ids) expect((await scene.queue.get(id))?.state).toBe('completed');
  expect((await scene.queue.counts()).waiting).toBe(rest.length);
  expect(scene.ledger.problems()).toEqual([]);
});

test('a process that somebody else tells to stop drains, and another takes its place', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const longshore = await work.launched();
  const [first] = work.alive() as [number];
  const id = await scene.addOne({ ms: 500 });
  await until(async () => (await scene.queue.counts()).active === 1);
  process.kill(first, 'SIGTERM');
  await longshore.said(/was told to stop from outside/);
  await until(() => work.alive().length === 1);
  expect(work.alive()).not.toContain(first);
  expect((await scene.queue.get(id))?.state).toBe('completed');
});

test('a module that ends its process gives a crash loop: the reason is said, and the exit code is 1', async () => {
  await using work = await WorkScene.open();
  const handlers = join(work.scene.ledger.folder, 'exits.mjs');
  await writeFile(handlers, 'export default { work() {} };\nprocess.exit(9);\n');
  const longshore = work.launch({ handlers, args: ['--crash-limit', '3'] });
  expect(await longshore.exited).toEqual({ code: 1, signal: null });
  expect(longshore.output.match(/died: exit code 9/g)).toHaveLength(3);
  expect(longshore.output).toMatch(/3 processes in a row ended without .*the last: exit code 9 \(ERR_CRASH_LOOP\)/);
});

test('an error that nobody catches is named', async () => {
  await using work = await WorkScene.open();
  const handlers = join(work.scene.ledger.folder, 'throws.mjs');
  await writeFile(
    handlers,
    "export default { work() {} };\nsetTimeout(() => { throw new Error('the pool is gone'); }, 50);\n",
  );
  const longshore = work.launch({ handlers, args: ['--crash-limit', '2'] });
  expect(await longshore.exited).toEqual({ code: 1, signal: null });
  expect(longshore.output).toMatch(/the last: exit code 1: the pool is gone \(ERR_CRASH_LOOP\)/);
});

test.each([
  ['that is not there', undefined, /ERR_HANDLERS_NOT_FOUND/],
  ['that throws', "throw new Error('no licence');", /no licence.*\(ERR_HANDLERS_FAILED\)/],
  ['with a syntax error', 'export default {', /ERR_HANDLERS_FAILED/],
  ['without handlers', 'export const answer = 42;', /ERR_HANDLERS_INVALID/],
])('a module %s is said at once, and the exit code is 1', async (_what, code, expected) => {
  await using work = await WorkScene.open();
  const handlers = join(work.scene.ledger.folder, 'module.mjs');
  if (code !== undefined) await writeFile(handlers, code);
  const longshore = work.launch({ handlers, args: ['--processes', '2'] });
  expect(await longshore.exited).toEqual({ code: 1, signal: null });
  expect(longshore.output).toMatch(expected);
});

test('a process whose main thread is blocked past the timeout of its job is ended and replaced', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const longshore = await work.launched({ lease: LEASE, args: ['--processes', '2', '--concurrency', '2'] });
  const before = work.alive();
  await scene.queue.add('work', { block: 600_000 }, { timeout: '500ms' });
  await longshore.said(/died: SIGKILL: its main thread was blocked/);
  await until(() => work.alive().length === 2);
  expect(work.alive()).not.toEqual(before);
  // The others go on meanwhile.
  const ids = await scene.add(20, { ms: 2 });
  await until(async () =>
    (await Promise.all(ids.map((id) => scene.queue.get(id)))).every((job) => job?.state === 'completed'),
  );
});

test('a job that kills its process runs in one of its own the third time, beside others, and fails with the reason', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const longshore = await work.launched({ lease: LEASE, args: ['--concurrency', '3'] });
  const poison = await scene.addOne({ exit: 7 });
  await until(() => (longshore.output.match(/died: exit code 7/g)?.length ?? 0) === 2);
  // They run while the suspect does.
  const neighbours = await scene.add(30, { ms: 200 });
  await until(async () => (await scene.queue.get(poison))?.state === 'failed');
  expect(await scene.queue.get(poison)).toMatchObject({ error: { message: expect.stringContaining('died 3 times') } });
  await until(async () =>
    (await Promise.all(neighbours.map((id) => scene.queue.get(id)))).every((job) => job?.state === 'completed'),
  );
  // Nobody else died of it.
  expect(longshore.output.match(/died:/g)).toHaveLength(2);
});
