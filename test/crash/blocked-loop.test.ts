import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { LEASE_MS, Scene } from '../support/scene.js';

/** What the workers of the queue say of themselves, by process id. */
async function states(scene: Scene): Promise<Map<number, string>> {
  const texts = await scene.redis.hvals(scene.key('workers'));
  const said = texts.map((text) => JSON.parse(text.replace(/^\d+ \d+ \S+ /, '')) as { pid: number; state?: string });
  return new Map(said.map(({ pid, state }) => [pid, state ?? '']));
}

test('a handler that blocks the event loop for three leases keeps its job, and is shown as blocked', async () => {
  await using scene = await Scene.open();
  const workers = await scene.startWorkers(2, { concurrency: 1 });
  const id = await scene.addOne({ block: 3 * LEASE_MS });
  const seen = new Set<string>();
  let pid = 0;
  await until(async () => {
    pid = workers.find((worker) => worker.all('started').length > 0)?.pid ?? 0;
    seen.add((await states(scene)).get(pid) ?? '');
    return (await scene.ended()) === 1;
  });
  expect(seen).toContain('blocked');
  await until(async () => (await states(scene)).get(pid) === 'alive');
  const { runs } = await expectAccount(scene);
  expect(runs.get(id)).toHaveLength(1);
  expect(workers.flatMap((worker) => worker.all('lost'))).toEqual([]);
});

test('what a blocked worker has not claimed goes back while it is blocked', async () => {
  await using scene = await Scene.open();
  const [blocked] = (await scene.startWorkers(1, { concurrency: 2 })) as [Child];
  const [wid] = await scene.redis.hkeys(scene.key('workers'));
  // When it blocks, its second slot has long been waiting with a blocked read, which moves the next job.
  const blocker = await scene.addOne({ ms: 50, block: 4000 });
  await blocked.hear('blocks');
  const id = await scene.addOne({ ms: 1 });
  await until(async () => (await scene.redis.llen(scene.key(`pending:${wid}`))) === 1);
  await until(async () => (await scene.redis.llen(scene.key('waiting'))) === 1);
  const [other] = (await scene.startWorkers(1)) as [Child];
  await scene.drained();
  const { runs } = await expectAccount(scene);
  expect(runs.get(blocker)?.map(({ pid }) => pid)).toEqual([blocked.pid]);
  expect(runs.get(id)?.map(({ pid }) => pid)).toEqual([other.pid]);
  expect(runs.get(id)?.[0]?.startedAt).toBeLessThan(runs.get(blocker)?.[0]?.endedAt ?? 0);
});

test('jobs that wait in a worker that is blocked for longer than maxBlocked go to others', async () => {
  await using scene = await Scene.open();
  const tuning = { concurrency: 1, maxBlocked: 1000 };
  const [blocked] = (await scene.startWorkers(1, tuning)) as [Child];
  // Short jobs, so that it takes some ahead.
  await scene.add(200);
  await scene.drained();
  const [blocker, ...behind] = (
    await scene.queue.addBulk([
      { name: 'work', data: { block: 8000 } },
      ...Array.from({ length: 5 }, () => ({ name: 'work', data: { ms: 1 } })),
    ])
  ).map(({ id }) => id);
  for (const id of [blocker, ...behind]) scene.ledger.accepted.add(id as string);
  await blocked.hear('started', ({ id }) => id === blocker);
  const [other] = (await scene.startWorkers(1, { concurrency: 10, ignored: ['block'] })) as [Child];
  await scene.drained();
  await blocked.hear('lost');
  const { runs } = await expectAccount(scene);
  const freedAt = runs.get(blocker as string)?.[0]?.endedAt ?? 0;
  for (const id of behind) {
    expect(runs.get(id)?.map(({ pid }) => pid)).toEqual([other.pid]);
    expect(runs.get(id)?.[0]?.startedAt).toBeLessThan(freedAt);
  }
});

test('a worker that is blocked for longer than maxBlocked with nothing waiting in it keeps its job', async () => {
  await using scene = await Scene.open();
  const [blocked] = (await scene.startWorkers(2, { concurrency: 1, maxBlocked: 1000, prefetch: 0 })) as [Child];
  const id = await scene.addOne({ block: 3 * LEASE_MS });
  await scene.drained();
  const { runs } = await expectAccount(scene);
  expect(runs.get(id)).toHaveLength(1);
  expect(blocked.all('lost')).toEqual([]);
});
