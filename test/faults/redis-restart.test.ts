import { Queue } from '@longshore/core';
import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import { until } from '../support/processes.js';
import { Scene } from '../support/scene.js';

const CONSUMES_WITHIN_MS = 5000;
/** Longer than elsewhere: a machine that is too busy to beat in time is no outage. */
const LEASE_MS = 3000;

/** Lets Redis be down for a while; nothing tells when that is over. */
async function outage(scene: Scene, ms: number): Promise<void> {
  await scene.server.kill();
  const since = performance.now();
  await until(() => performance.now() - since > ms);
  await scene.server.restart();
}

test('kill -9 of Redis under load: nothing is lost, nothing runs twice, nobody is taken for dead', async () => {
  await using scene = await Scene.open({ persistence: 'always' });
  const workers = await scene.startWorkers(2, { concurrency: 8, lease: LEASE_MS });
  const producer = scene.startProducer({ everyMs: 10, batch: 4, data: { ms: 3 } });
  await until(async () => (await scene.ended()) > 100);
  // Once for less than a lease, and once for longer than one.
  for (const ms of [LEASE_MS / 5, LEASE_MS + 500]) {
    await outage(scene, ms);
    const [before, since] = [await scene.ended(), performance.now()];
    await until(async () => (await scene.ended()) >= before + 50);
    expect(performance.now() - since).toBeLessThan(CONSUMES_WITHIN_MS);
  }
  producer.say({ say: 'stop' });
  await producer.hear('closed');
  scene.ledger.readProducer(producer.log);
  await scene.drained();
  const { jobs, repeats } = await expectAccount(scene);
  expect([jobs, scene.ledger.doubtful.size]).toEqual([scene.ledger.accepted.size, 0]);
  expect(repeats).toBe(0);
  expect(
    workers.flatMap((worker) => [...worker.all('recovered'), ...worker.all('lost'), ...worker.all('stale')]),
  ).toEqual([]);
  expect(await scene.redis.hget(scene.key('stats'), 'recovered')).toBeNull();
});

test('a worker that died in the outage is recovered after it, and no other', async () => {
  await using scene = await Scene.open({ persistence: 'always' });
  const workers = await scene.startWorkers(3, { concurrency: 1, lease: LEASE_MS });
  const ids = await scene.add(3, { hold: true });
  await until(() => workers.every((worker) => worker.all('started').length === 1));
  const [dead, ...others] = workers as [(typeof workers)[0], ...typeof workers];
  const orphan = dead.all('started')[0]?.id as string;
  await scene.server.kill();
  await scene.kill(dead);
  const since = performance.now();
  await until(() => performance.now() - since > LEASE_MS + 500);
  await scene.server.restart();
  const heir = others[0] as (typeof workers)[0];
  scene.release(heir, heir.all('started')[0]?.id as string);
  await until(() => others.some((worker) => worker.all('started').some(({ id }) => id === orphan)));
  for (const worker of others) for (const id of ids) scene.release(worker, id);
  await scene.drained();
  const { runs } = await expectAccount(scene);
  for (const id of ids) expect(runs.get(id)).toHaveLength(id === orphan ? 2 : 1);
});

test('add() while Redis is down fails by its deadline with its id, and adding that id again adds one job', async () => {
  await using scene = await Scene.open({ persistence: 'always' });
  await using queue = new Queue(scene.queueName, {
    connection: { host: scene.server.host, port: scene.server.port },
    deadline: '1s',
  });
  await queue.add('work', {});
  await scene.server.kill();
  const since = performance.now();
  const error = (await queue.add('work', { n: 1 }).catch((reason: unknown) => reason)) as { code: string; id: string };
  expect(error).toMatchObject({ code: 'ERR_ENQUEUE_TIMEOUT', name: 'EnqueueTimeoutError' });
  expect(error.id).toMatch(/\S/);
  expect(performance.now() - since).toBeLessThan(4000);
  await scene.server.restart();
  const again = [
    await queue.add('work', { n: 1 }, { jobId: error.id }),
    await queue.add('work', { n: 1 }, { jobId: error.id }),
  ];
  expect(again.map(({ id, created }) => [id, created])).toEqual([
    [error.id, true],
    [error.id, false],
  ]);
  expect((await queue.counts()).waiting).toBe(2);
});

test("add() with the deadline 'none' waits until Redis is back", async () => {
  await using scene = await Scene.open({ persistence: 'always' });
  await using queue = new Queue(scene.queueName, {
    connection: { host: scene.server.host, port: scene.server.port },
    deadline: 'none',
  });
  await scene.server.kill();
  let isSettled = false;
  const adding = queue.add('work', {}).finally(() => {
    isSettled = true;
  });
  const since = performance.now();
  await until(() => performance.now() - since > 1000);
  expect(isSettled).toBe(false);
  await scene.server.restart();
  expect((await adding).created).toBe(true);
  expect((await queue.counts()).waiting).toBe(1);
});
