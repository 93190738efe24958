import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import type { Run } from '../support/ledger.js';
import { until } from '../support/processes.js';
import { Scene, type Tuning } from '../support/scene.js';
import { addSuspect, neighbours } from './suspects.js';

async function expectAlone(scene: Scene, suspect: string): Promise<Run> {
  const { runs } = await expectAccount(scene);
  const [run] = runs.get(suspect) as [Run];
  expect(runs.get(suspect)).toHaveLength(1);
  expect(neighbours(runs, run)).toEqual([]);
  return run;
}

const tuning: Tuning = { concurrency: 4, prefetch: 0 };

test('among idle workers one takes the suspect, and nothing else while it runs', async () => {
  await using scene = await Scene.open();
  const workers = await scene.startWorkers(3, tuning);
  const suspect = await addSuspect(scene, { hold: true });
  await until(() => workers.some((worker) => worker.all('started').length > 0));
  const runner = workers.find((worker) => worker.all('started').length > 0) as Child;
  await scene.add(60, { ms: 10 });
  await until(async () => (await scene.ended()) === 60);
  scene.release(runner, suspect);
  await scene.drained();
  const run = await expectAlone(scene, suspect);
  // The process is nobody's reserve afterwards.
  expect(run.pid).toBe(runner.pid);
  await scene.add(60, { ms: 10 });
  await scene.drained();
  expect(runner.all('started').length).toBeGreaterThan(1);
});

test('where all workers are busy, one lets its hands run empty for the suspect, and the others go on', async () => {
  await using scene = await Scene.open();
  const workers = await scene.startWorkers(3, tuning);
  const held = await scene.add(12, { hold: true });
  await until(() => workers.every((worker) => worker.all('started').length === 4));
  const suspect = await addSuspect(scene, { ms: 50 });
  const behind = await scene.add(30, { ms: 1 });
  // One job of each worker ends, so that each asks for more: one of them is told to drain, and keeps three jobs for now.
  for (const worker of workers) scene.release(worker, worker.all('started')[0]?.id as string);
  await until(async () => (await scene.ended()) === 3 + behind.length);
  const drainer = workers.filter((worker) => worker.all('started').length === 4);
  expect(drainer).toHaveLength(1);
  // Whose hands are empty may take it. The others keep theirs full until it has run.
  const release = (worker: Child) => {
    for (const { id } of worker.all('started')) scene.release(worker, id as string);
  };
  const before = await scene.ended();
  drainer.forEach(release);
  await until(async () => (await scene.ended()) === before + 4);
  workers.filter((worker) => !drainer.includes(worker)).forEach(release);
  await scene.drained();
  const run = await expectAlone(scene, suspect);
  expect([run.pid, held.length]).toEqual([drainer[0]?.pid, 12]);
});

test('a suspect is alone in a process of several workers, whatever these have asked for at that moment', async () => {
  await using scene = await Scene.open();
  await scene.startWorkers(1, { ...tuning, count: 4 });
  const suspects: string[] = [];
  for (let round = 0; round < 20; round++) {
    await scene.add(7, { ms: 3 });
    suspects.push(await addSuspect(scene, { ms: 5 }));
    await scene.add(8, { ms: 3 });
    // Now and then all hands are empty when the next suspect comes.
    if (round % 3 === 0) await scene.drained();
  }
  await scene.drained();
  const { runs, repeats } = await expectAccount(scene);
  expect(repeats).toBe(0);
  for (const id of suspects) expect(neighbours(runs, runs.get(id)?.[0] as Run)).toEqual([]);
});
