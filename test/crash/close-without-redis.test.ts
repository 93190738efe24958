import { expect, test } from 'vitest';
import type { Child } from '../support/child-process.js';
import { Scene } from '../support/scene.js';

const DEADLINE_MS = 1500;
/** What a process may need to end after that, on a busy machine. */
const SLACK_MS = 2000;

async function timeToEnd(worker: Child): Promise<number> {
  const since = performance.now();
  worker.say({ say: 'close', close: { deadline: DEADLINE_MS } });
  await worker.hear('closed');
  await worker.gone();
  return performance.now() - since;
}

const OUTAGES: [name: string, begin: (scene: Scene) => Promise<void>][] = [
  ['is gone', ({ server }) => server.kill()],
  ['does not answer', ({ server }) => server.pause()],
];

test.each(OUTAGES)('closing ends by its deadline when Redis %s', async (_name, begin) => {
  await using scene = await Scene.open();
  const [idle, busy] = (await scene.startWorkers(2, { concurrency: 1 })) as [Child, Child];
  await scene.add(1, { hold: true });
  await Promise.race([idle.hear('started'), busy.hear('started')]);
  await begin(scene);
  for (const time of await Promise.all([timeToEnd(idle), timeToEnd(busy)])) {
    expect(time).toBeLessThan(DEADLINE_MS + SLACK_MS);
  }
});

test('closing ends by its deadline when Redis was never there', async () => {
  await using scene = await Scene.open();
  await scene.server.kill();
  const worker = scene.startWorker();
  await worker.hear('error');
  expect(await timeToEnd(worker)).toBeLessThan(DEADLINE_MS + SLACK_MS);
});

test('closing ends by its deadline when Redis comes back meanwhile', async () => {
  await using scene = await Scene.open({ persistence: 'always' });
  const [worker] = (await scene.startWorkers(1)) as [Child];
  await scene.add(1, { ms: 300 });
  await worker.hear('started');
  await scene.server.kill();
  const ended = timeToEnd(worker);
  await scene.server.restart();
  expect(await ended).toBeLessThan(DEADLINE_MS + SLACK_MS);
  expect(await scene.queue.counts()).toMatchObject({ completed: 1, active: 0, waiting: 0 });
});
