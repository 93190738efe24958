import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { Scene } from '../support/scene.js';

const CONSUMES_WITHIN_MS = 5000;
/** Longer than elsewhere: a machine that is too busy to beat in time is no outage. */
const LEASE_MS = 3000;

/** The connections of Longshore, by the names that they have given themselves. */
async function connections(scene: Scene): Promise<{ id: string; name: string }[]> {
  const text = (await scene.redis.client('LIST')) as string;
  const lines = text
    .split('\n')
    .map((line) => ({ id: /\bid=(\d+)/.exec(line)?.[1] ?? '', name: /\bname=(\S*)/.exec(line)?.[1] ?? '' }));
  return lines.filter(({ name }) => name.startsWith('longshore-'));
}

/** Ends them at the server, the way an operator or a proxy with a limit does. */
async function killAll(scene: Scene): Promise<string[]> {
  const found = await connections(scene);
  await Promise.all(found.map(({ id }) => scene.redis.client('KILL', 'ID', id)));
  return found.map(({ name }) => name);
}

function expectCalm(workers: readonly Child[]): void {
  const trouble = workers.flatMap((worker) => [
    ...worker.all('lost'),
    ...worker.all('stale'),
    ...worker.all('recovered'),
  ]);
  expect(trouble).toEqual([]);
}

/** Keeps jobs flowing through two workers while `harm` goes on. */
async function underLoad(scene: Scene, harm: () => Promise<unknown>): Promise<readonly Child[]> {
  const workers = await scene.startWorkers(2, { concurrency: 5, lease: LEASE_MS });
  const producer = scene.startProducer({ everyMs: 10, batch: 3, data: { ms: 3 } });
  await until(async () => (await scene.ended()) > 50);
  await harm();
  const [before, since] = [await scene.ended(), performance.now()];
  await until(async () => (await scene.ended()) >= before + 50);
  expect(performance.now() - since).toBeLessThan(CONSUMES_WITHIN_MS);
  producer.say({ say: 'stop' });
  await producer.hear('closed');
  scene.ledger.readProducer(producer.log);
  await scene.drained();
  return workers;
}

test('CLIENT KILL of every connection, over and over: nothing is lost and nothing runs twice', async () => {
  await using scene = await Scene.open();
  const killed = new Set<string>();
  const workers = await underLoad(scene, async () => {
    // Somebody who waits for results: the subscriber is hit as well.
    const results = scene.queue.job(await scene.addOne({ ms: 4000 })).result();
    for (let round = 0; round < 30; round++) {
      for (const name of await killAll(scene)) killed.add(name);
      const since = performance.now();
      await until(() => performance.now() - since > 100);
    }
    await results;
  });
  const { repeats } = await expectAccount(scene);
  expect(repeats).toBe(0);
  expectCalm(workers);
  const names = ['block-', 'client', 'heartbeat', 'subscriber', 'worker'];
  for (const name of names) expect([...killed].some((found) => found.startsWith(`longshore-${name}`))).toBe(true);
});

test('a master that becomes a replica and a master again: work stops and goes on, and nothing is lost', async () => {
  await using scene = await Scene.open();
  const codes = new Set<unknown>();
  const workers = await underLoad(scene, async () => {
    // Of a master that is not there: the data stays as it is.
    await scene.redis.replicaof('127.0.0.1', 1);
    await until(() => scene.workers.every((worker) => worker.all('error').length > 0));
    const since = performance.now();
    await until(() => performance.now() - since > LEASE_MS + 500);
    await scene.redis.replicaof('NO', 'ONE');
    for (const worker of scene.workers) for (const { code } of worker.all('error')) codes.add(code);
  });
  const { repeats } = await expectAccount(scene);
  expect(repeats).toBe(0);
  expect(codes).toContain('ERR_REDIS_UNAVAILABLE');
  expectCalm(workers);
});

test.each(['ALL', 'WRITE'] as const)(
  'CLIENT PAUSE %s for longer than a lease: nothing is lost, nobody is reaped, nothing runs twice',
  async (what) => {
    await using scene = await Scene.open();
    const pauseMs = LEASE_MS + 1000;
    const workers = await underLoad(scene, async () => {
      await scene.redis.call('CLIENT', 'PAUSE', pauseMs, what);
      const since = performance.now();
      await until(() => performance.now() - since > pauseMs);
    });
    const { repeats } = await expectAccount(scene);
    expect(repeats).toBe(0);
    expectCalm(workers);
  },
);
