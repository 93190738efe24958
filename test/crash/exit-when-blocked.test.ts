import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { Scene } from '../support/scene.js';

const supervised = { concurrency: 1, exitWhenBlocked: true, grace: 200 };
const forEver = { block: 600_000 };

/** What the processes of a scene wrote on standard error. */
const errors = (scene: Scene) => readFile(join(scene.ledger.folder, 'errors'), 'utf8');

test('a job in a busy loop past its timeout and grace ends its process, which says so, and others get the job', async () => {
  await using scene = await Scene.open();
  const [blocked] = (await scene.startWorkers(1, supervised)) as [Child];
  const id = await scene.addOne(forEver, { timeout: '1s' });
  await blocked.hear('blocks');
  scene.ledger.killed(blocked.pid);
  const [other] = (await scene.startWorkers(1, { ignored: ['block'] })) as [Child];
  await blocked.gone();
  expect(blocked.ending).toBe('SIGKILL');
  const line = (await errors(scene)).split('\n').find((text) => text.includes('this process ends'));
  expect(JSON.parse(line ?? '')).toMatchObject({ level: 60, pid: blocked.pid, queue: scene.queueName, id });
  await scene.drained();
  const { runs } = await expectAccount(scene);
  expect(runs.get(id)?.map(({ pid }) => pid)).toEqual([blocked.pid, other.pid]);
  expect(await scene.queue.get(id)).toMatchObject({ state: 'completed', crashes: 1 });
});

test('among many runs with a timeout, and after many that have ended, the one that is overdue is named', async () => {
  await using scene = await Scene.open();
  const [blocked] = (await scene.startWorkers(1, { ...supervised, concurrency: 100 })) as [Child];
  await scene.add(300, { ms: 1 }, { timeout: '1s' });
  await scene.drained();
  const held = await scene.add(80, { hold: true }, { timeout: '10m' });
  await until(() => blocked.all('started').length === 380);
  const id = await scene.addOne(forEver, { timeout: '1s' });
  await blocked.hear('blocks');
  scene.ledger.killed(blocked.pid);
  await scene.startWorkers(1, { ignored: ['block', 'hold'], concurrency: 100 });
  await blocked.gone();
  expect(blocked.ending).toBe('SIGKILL');
  expect(await errors(scene)).toContain(`"id":"${id}"`);
  await scene.drained();
  const { runs } = await expectAccount(scene);
  for (const one of [id, ...held]) expect(runs.get(one)).toHaveLength(2);
});

test('a process goes on that is blocked without a timeout, for less than it, or with nothing overdue in it', async () => {
  await using scene = await Scene.open();
  const [worker] = (await scene.startWorkers(1, { ...supervised, concurrency: 10 })) as [Child];
  // Their deadlines are over when the loop is blocked, and so are they.
  await scene.add(50, { ms: 1 }, { timeout: 500 });
  const late = await scene.addOne({ heed: true }, { timeout: 300 });
  await until(async () => (await scene.ended()) === 51);
  await until(() => worker.all('failed').some((told) => told['id'] === late));
  await scene.addOne({ block: 4000 });
  await scene.drained();
  await scene.addOne({ block: 3000 }, { timeout: '30s' });
  await scene.drained();
  const { runs } = await expectAccount(scene);
  expect([...runs.values()].every((list) => list.length === 1)).toBe(true);
  expect(worker.isRunning).toBe(true);
});

test('a process goes on that was stopped for longer than the time of what runs in it', async () => {
  await using scene = await Scene.open();
  const [worker] = (await scene.startWorkers(1, supervised)) as [Child];
  const id = await scene.addOne({ hold: true }, { timeout: 500 });
  await worker.hear('started');
  worker.signal('SIGSTOP');
  const [wid] = await scene.redis.hkeys(scene.key('workers'));
  const isOver = async () => Number(await scene.redis.zscore(scene.key('leases'), wid ?? '')) < Date.now() - 1000;
  await until(isOver);
  worker.signal('SIGCONT');
  await worker.hear('failed', (told) => told['id'] === id);
  // Its beats go on: it is alive, and was not about to end.
  await until(async () => !(await isOver()));
  expect(worker.isRunning).toBe(true);
});

test('without the option a process that is blocked past a timeout goes on', async () => {
  await using scene = await Scene.open();
  const [worker] = (await scene.startWorkers(1, { ...supervised, exitWhenBlocked: false })) as [Child];
  const id = await scene.addOne({ block: 4000 }, { timeout: 500 });
  await scene.drained();
  const { runs } = await expectAccount(scene);
  expect(runs.get(id)?.map(({ pid }) => pid)).toEqual([worker.pid]);
  expect(worker.isRunning).toBe(true);
});
