import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import type { Run } from '../support/ledger.js';
import { until } from '../support/processes.js';
import { Scene, type Tuning } from '../support/scene.js';
import { addSuspect, neighbours } from './suspects.js';

const apart: Tuning = { concurrency: 4, prefetch: 0, apart: true };
/** Where no worker dies: a busy machine must not cost a lease. */
const calm: Tuning = { ...apart, lease: '15s' };

const releaseAll = (scene: Scene, worker: Child) => {
  for (const { id } of worker.all('started')) scene.release(worker, id as string);
};

/** A worker whose hands hold three jobs. */
async function busyWorker(scene: Scene, tuning: Tuning = apart): Promise<Child> {
  await scene.add(3, { hold: true });
  const [worker] = (await scene.startWorkers(1, tuning)) as [Child];
  await until(() => worker.all('started').length === 3);
  return worker;
}

test('a job over which two workers died runs in a process of its own beside others, dies there and fails', async () => {
  await using scene = await Scene.open();
  const poison = await scene.addOne({ ms: 15, exit: 1 }, { attempts: 5 });
  for (let death = 0; death < 2; death++) {
    const victim = scene.startWorker(apart);
    await victim.gone();
    scene.ledger.killed(victim.pid);
  }
  // It is young, so it cannot reap yet: these are in hand before the suspect is one.
  const worker = await busyWorker(scene);
  await until(async () => (await scene.ended()) === 1);
  // The death has harmed nobody: the worker is the same, and takes more.
  await scene.add(20, { ms: 1 });
  await until(async () => (await scene.ended()) === 21);
  releaseAll(scene, worker);
  await scene.drained();
  const { runs, ends, repeats } = await expectAccount(scene);
  expect(ends.get(poison)).toMatchObject({
    state: 'failed',
    outcome: { name: 'WorkerDiedError', code: 'ERR_WORKER_DIED', message: 'its worker died 3 times' },
  });
  const third = runs.get(poison)?.[2] as Run;
  expect(neighbours(runs, third).filter((run) => run.startedAt < third.startedAt)).toHaveLength(3);
  expect([third.pid, repeats, worker.all('lost')]).toEqual([worker.pid, 2, []]);
  expect(await scene.queue.get(poison)).toMatchObject({ attempts: 0, crashes: 3 });
  expect(worker.isRunning).toBe(true);
});

test('suspects that behave complete one after the other, while the worker has others in hand', async () => {
  await using scene = await Scene.open();
  const worker = await busyWorker(scene, calm);
  const suspects: string[] = [];
  for (let i = 0; i < 3; i++) suspects.push(await addSuspect(scene, { ms: 20, result: i }));
  await until(async () => (await scene.ended()) === 3);
  releaseAll(scene, worker);
  await scene.drained();
  const { runs, ends, repeats } = await expectAccount(scene);
  expect(suspects.map((id) => ends.get(id)?.outcome)).toEqual([[0], [1], [2]]);
  expect(repeats).toBe(0);
  for (const id of suspects) {
    const run = runs.get(id)?.[0] as Run;
    const beside = neighbours(runs, run).map((other) => other.id);
    expect([beside.length, beside.filter((other) => suspects.includes(other))]).toEqual([3, []]);
  }
});

test('beside workers without such a place: suspects run where there is one, and nobody stays empty-handed', async () => {
  await using scene = await Scene.open();
  const plain = await busyWorker(scene, { ...calm, apart: false });
  // With all hands empty but three it is told to empty them, as long as nobody else can take the suspect.
  const first = await addSuspect(scene, { ms: 20 });
  await until(async () => (await scene.redis.hget(scene.key('meta'), 'drainer')) !== null);
  const [other] = (await scene.startWorkers(1, calm)) as [Child];
  await until(async () => (await scene.ended()) === 1);
  await scene.add(20, { ms: 1 });
  await until(async () => (await scene.ended()) === 21);
  releaseAll(scene, plain);
  await scene.drained();
  // Both take jobs again: held ones, more than either has slots for.
  await scene.add(8, { hold: true });
  await until(() => plain.all('started').length === 7);
  await until(() => other.all('started').length === 24);
  for (const worker of [plain, other]) releaseAll(scene, worker);
  await scene.drained();
  const { runs, repeats } = await expectAccount(scene);
  expect([runs.get(first)?.[0]?.pid, repeats]).toEqual([other.pid, 0]);
});

test('a suspect whose worker dies meanwhile counts no crash, runs alone the next time, and completes', async () => {
  await using scene = await Scene.open();
  const victim = await busyWorker(scene);
  const suspect = await addSuspect(scene, { ms: 3000 });
  await until(() => scene.ledger.runs().has(suspect));
  await scene.kill(victim);
  const [heir] = (await scene.startWorkers(1, apart)) as [Child];
  await scene.add(10, { ms: 1 });
  // What it has got by then of the held jobs has to end before it takes the suspect.
  await until(async () => {
    releaseAll(scene, heir);
    return (await scene.ended()) === scene.ledger.accepted.size;
  }, 30_000);
  const { runs, ends } = await expectAccount(scene);
  expect(ends.get(suspect)?.state).toBe('completed');
  const [before, after] = runs.get(suspect) as [Run, Run];
  expect([neighbours(runs, before).length, neighbours(runs, after).length]).toEqual([3, 0]);
  expect(await scene.queue.get(suspect)).toMatchObject({ history: [] });
});
