import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import { type Orders, Scene } from '../support/scene.js';

const SLEEPERS = 99;
const TUNING = { concurrency: SLEEPERS + 1, lease: 1000 };
const WAYS: [name: string, orders: Orders][] = [
  ['calls process.exit', { ms: 15, exit: 1 }],
  ['kills its process', { ms: 15, kill: 'SIGKILL' }],
];

test.each(WAYS)('a job that %s fails alone after its third worker, and harms nobody', async (_name, orders) => {
  await using scene = await Scene.open();
  const sleepers = await scene.add(SLEEPERS, { ms: 30 });
  const poison = await scene.addOne(orders);
  const drained = scene.drained(45_000);
  // What a supervisor does: a worker that died is replaced.
  let over = false;
  const supervised = (async () => {
    while (!over) {
      const worker = scene.startWorker(TUNING);
      await Promise.race([worker.gone(), drained]);
      if (!worker.isRunning) scene.ledger.killed(worker.pid);
    }
  })();
  await drained;
  over = true;
  await supervised;
  const { runs, ends } = await expectAccount(scene);
  expect(ends.get(poison)?.state).toBe('failed');
  expect(ends.get(poison)?.outcome).toMatchObject({ code: 'ERR_WORKER_DIED', message: 'its worker died 3 times' });
  expect(runs.get(poison)).toHaveLength(3);
  expect(scene.ledger.kills).toBe(3);
  for (const id of sleepers) expect(ends.get(id)?.state).toBe('completed');
});
