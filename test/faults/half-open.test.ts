import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { RedisProxy } from '../support/proxy.js';
import { Scene } from '../support/scene.js';

// A connection whose other end is gone without a word: nothing comes, nothing goes, no error.

const LEASE_MS = 3000;
/** The longest that an idle worker waits for Redis, and how much later it believes the socket dead. */
const BLOCK_MS = LEASE_MS / 4;
const GRACE_MS = 1000;
const SLACK_MS = 2000;
/** A request's deadline. */
const DEADLINE_MS = LEASE_MS / 2;

interface Half {
  readonly name: string;
  readonly connection: string | undefined;
  readonly seenWithinMs: number;
}

const HALVES: readonly Half[] = [
  { name: 'a blocked read', connection: 'longshore-block', seenWithinMs: BLOCK_MS + GRACE_MS },
  { name: 'commands', connection: 'longshore-worker', seenWithinMs: BLOCK_MS + DEADLINE_MS },
  { name: 'everything', connection: undefined, seenWithinMs: BLOCK_MS + GRACE_MS + DEADLINE_MS },
];

test.each(HALVES)(
  'an idle worker whose connection for $name is half open runs the next job within seconds',
  async ({ connection, seenWithinMs }) => {
    await using scene = await Scene.open();
    await using proxy = await RedisProxy.open(scene.server);
    const reads = proxy.rule(({ name }) => name === 'blmove', 'pass', Number.POSITIVE_INFINITY);
    const [worker] = (await scene.startWorkers(1, { lease: LEASE_MS, url: proxy.url })) as [Child];
    const seen = reads.count;
    await until(() => reads.count > seen);
    proxy.swallow(connection);
    const since = performance.now();
    await scene.addOne({ ms: 1 });
    await scene.drained();
    expect(performance.now() - since).toBeLessThan(seenWithinMs + SLACK_MS);
    await expectAccount(scene);
    expect(worker.all('lost')).toEqual([]);
  },
);

test('a half-open heartbeat connection costs no lease', async () => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  const beats = proxy.rule(({ connection }) => connection === 'longshore-heartbeat', 'pass', Number.POSITIVE_INFINITY);
  const [worker] = (await scene.startWorkers(2, { lease: LEASE_MS, url: proxy.url })) as [Child];
  const id = await scene.addOne({ ms: 2 * LEASE_MS });
  for (let round = 0; round < 3; round++) {
    const before = beats.count;
    await until(() => beats.count > before + 2);
    proxy.swallow('longshore-heartbeat');
  }
  await scene.drained();
  const { runs } = await expectAccount(scene);
  expect(runs.get(id)).toHaveLength(1);
  expect(worker.all('lost')).toEqual([]);
});

test('a producer whose connection is half open adds its job once', async () => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  const producer = scene.startProducer({ everyMs: 50, batch: 1, data: {}, url: proxy.url, deadline: '1s' });
  await until(async () => (await scene.queue.counts()).waiting > 3);
  proxy.swallow('longshore-client');
  const { code, id, named } = await producer.hear('refused');
  expect([code, named]).toEqual(['ERR_ENQUEUE_TIMEOUT', id]);
  const before = (await scene.queue.counts()).waiting;
  await until(async () => (await scene.queue.counts()).waiting > before + 5);
  producer.say({ say: 'stop' });
  await producer.hear('closed');
  scene.ledger.readProducer(producer.log);
  await scene.startWorkers(1);
  await scene.drained();
  const { jobs, repeats } = await expectAccount(scene);
  expect([jobs, repeats, scene.ledger.doubtful.size]).toEqual([scene.ledger.accepted.size, 0, 0]);
});
