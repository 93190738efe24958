import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { RedisProxy } from '../support/proxy.js';
import { Scene } from '../support/scene.js';

/** Stops a worker as a machine does that sleeps: its connections stay, and it does nothing. */
function stop(worker: Child): void {
  worker.signal('SIGSTOP');
}

function resume(worker: Child): void {
  worker.signal('SIGCONT');
}

async function registrations(scene: Scene): Promise<string[]> {
  return await scene.redis.hkeys(scene.key('workers'));
}

test('a worker that was stopped for longer than its lease changes nothing when it goes on', async () => {
  await using scene = await Scene.open();
  const [sleeper] = (await scene.startWorkers(1)) as [Child];
  const [before] = await registrations(scene);
  // One job ends while its process stands still, the other a moment after it goes on.
  const [timed, held] = [await scene.addOne({ ms: 500, result: 1 }), await scene.addOne({ hold: true, result: 2 })];
  await until(() => sleeper.all('started').length === 2);
  stop(sleeper);
  const [other] = (await scene.startWorkers(1)) as [Child];
  await other.hear('started', ({ id }) => id === held);
  scene.release(other, held);
  await scene.drained();
  const winner = (await registrations(scene)).filter((wid) => wid !== before);
  scene.release(sleeper, held);
  resume(sleeper);
  await sleeper.hear('lost', ({ worker }) => worker === before);
  await until(() => [...scene.ledger.runs().values()].every((runs) => runs.every((run) => run.how !== undefined)));
  // It comes back under another name, and is of use again.
  await until(async () => (await registrations(scene)).length === 2);
  await scene.close(other);
  const later = await scene.addOne({ ms: 1 });
  await sleeper.hear('completed', ({ id }) => id === later);
  const { runs, ends } = await expectAccount(scene);
  for (const id of [timed, held]) {
    expect(runs.get(id)?.map(({ pid }) => pid)).toEqual([sleeper.pid, other.pid]);
    expect(winner).toContain(ends.get(id)?.worker);
  }
  expect(sleeper.all('completed').map(({ id }) => id)).toEqual([later]);
});

test('a worker that was stopped for less than its lease keeps its job', async () => {
  await using scene = await Scene.open();
  const [sleeper] = (await scene.startWorkers(2, { lease: 4000 })) as [Child];
  const id = await scene.addOne({ ms: 300 });
  const runner = scene.workers.find((worker) => worker.all('started').length > 0) ?? sleeper;
  stop(runner);
  const stoppedAt = performance.now();
  await until(() => performance.now() - stoppedAt > 1000);
  resume(runner);
  await scene.drained();
  const { runs } = await expectAccount(scene);
  expect(runs.get(id)).toHaveLength(1);
  expect(runner.all('lost')).toEqual([]);
});

test('a job that a stopped worker was handed while it stood still goes to another, and never runs there', async () => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  const reads = proxy.rule(({ name }) => name === 'blmove', 'pass', Number.POSITIVE_INFINITY);
  const [sleeper] = (await scene.startWorkers(1, { url: proxy.url })) as [Child];
  const seen = reads.count;
  await until(() => reads.count > seen);
  stop(sleeper);
  // Its blocked read has only just begun, still stands at the server, and gets the job.
  const id = await scene.addOne({ ms: 1 });
  await until(async () => (await scene.redis.llen(scene.key('waiting'))) === 0);
  const [other] = (await scene.startWorkers(1)) as [Child];
  await scene.drained();
  resume(sleeper);
  await sleeper.hear('lost');
  await until(async () => (await registrations(scene)).length === 2);
  const { runs } = await expectAccount(scene);
  expect(runs.get(id)?.map(({ pid }) => pid)).toEqual([other.pid]);
});

test('what a late read moves into the grave of a dead worker is put back by the sweep', async () => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  const rule = proxy.rule(({ name }) => name === 'blmove', 'hold', Number.POSITIVE_INFINITY);
  const [dead] = (await scene.startWorkers(1, { url: proxy.url })) as [Child];
  const [wid] = await registrations(scene);
  const [heir] = (await scene.startWorkers(1, { concurrency: 1 })) as [Child];
  const busy = await scene.addOne({ hold: true });
  await heir.hear('started');
  await until(() => rule.count > 0);
  await scene.kill(dead);
  await until(async () => (await scene.redis.zscore(scene.key('graves'), wid as string)) !== null);
  // Now the read that was under way all the time arrives at Redis, and there is a job for it.
  const moved = rule.release();
  const id = await scene.addOne({ ms: 1 });
  expect((await moved).flat()).toContain(id);
  await until(async () => (await scene.redis.llen(scene.key(`pending:${wid}`))) === 0);
  scene.release(heir, busy);
  await scene.drained();
  const { runs } = await expectAccount(scene);
  expect(runs.get(id)?.map(({ pid }) => pid)).toEqual([heir.pid]);
});
