import { Queue } from '@longshore/core';
import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { brings, type Command, claimsIdly, mentions, RedisProxy } from '../support/proxy.js';
import { Scene } from '../support/scene.js';

const RECONCILED_WITHIN_MS = 10_000;
/** Long, so that a death is never what puts things right. */
const TUNING = { lease: 4000 };
const ID = 'the-job';
const WAYS = ['lose reply', 'mute'] as const;

const isRead = ({ name }: Command) => name === 'blmove';

const READS = WAYS.flatMap((fate) => [
  ['a blocked read', fate, isRead] as const,
  ['an idle claim', fate, (command: Command) => claimsIdly(command)] as const,
]);

test.each(READS)('%s whose reply is lost (%s): the job runs once, within seconds', async (_what, fate, matches) => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  const before = proxy.rule(matches, 'pass', 1);
  const [worker] = (await scene.startWorkers(1, { ...TUNING, url: proxy.url })) as [Child];
  await until(() => before.count === 1);
  const lost = proxy.rule(matches, fate);
  await until(() => lost.count === 1);
  await scene.addOne({ ms: 1 }, { jobId: ID });
  await scene.drained(RECONCILED_WITHIN_MS);
  const { runs } = await expectAccount(scene);
  expect(runs.get(ID)).toHaveLength(1);
  expect(worker.all('lost')).toEqual([]);
});

test.each(WAYS)(
  'an exchange that claims, whose reply is lost (%s): the job runs once, under the token it has',
  async (fate) => {
    await using scene = await Scene.open();
    await using proxy = await RedisProxy.open(scene.server);
    // The backlog is there first, so that the exchange after the registration takes it.
    const ids = await scene.add(5, { ms: 500 });
    const rule = proxy.rule((command) => brings(command, 'exchange'), fate);
    const worker = scene.startWorker({ ...TUNING, url: proxy.url });
    await until(async () => (await scene.queue.counts()).active === ids.length);
    const [wid] = await scene.redis.hkeys(scene.key('workers'));
    const held = await scene.redis.hgetall(scene.key(`active:${wid}`));
    await scene.drained(RECONCILED_WITHIN_MS);
    const { runs } = await expectAccount(scene);
    expect(rule.count).toBe(1);
    for (const id of ids) expect(runs.get(id)?.map(({ token }) => token)).toEqual([`${wid}/${held[id]}`]);
    expect(worker.all('stale')).toEqual([]);
  },
);

const ENDS = [
  ['completed', {}, {}],
  ['failed', { failures: 9 }, {}],
  ['completed', { failures: 1 }, { attempts: 2, backoff: '50ms' }],
] as const;
const REPORTS = ENDS.flatMap((end) => WAYS.map((fate) => [...end, fate] as const));

test.each(REPORTS)(
  'a report (%s, %j, %j) whose ack is lost (%s) is settled once, and not shown as stale',
  async (state, orders, options, fate) => {
    await using scene = await Scene.open();
    await using proxy = await RedisProxy.open(scene.server);
    const [worker] = (await scene.startWorkers(1, { ...TUNING, url: proxy.url })) as [Child];
    await scene.addOne({ hold: true, ...orders }, { jobId: ID, ...options });
    await worker.hear('started');
    const rule = proxy.rule((command) => mentions(command, ID), fate);
    scene.release(worker, ID);
    if (options !== ENDS[0][2] && 'attempts' in options) {
      await worker.hear('started', ({ attempt }) => attempt === 2);
      scene.release(worker, ID);
    }
    await worker.hear(state);
    expect(rule.count).toBe(1);
    const { runs, ends } = await expectAccount(scene);
    expect(ends.get(ID)?.state).toBe(state);
    expect(runs.get(ID)).toHaveLength('attempts' in options ? 2 : 1);
    expect(worker.all(state)).toHaveLength(1);
    expect(worker.all('stale')).toEqual([]);
  },
);

test.each(WAYS)('an enqueue whose reply is lost (%s) adds one job, and says that it is new', async (fate) => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  await using queue = new Queue(scene.queueName, { connection: proxy.url, deadline: '20s' });
  await queue.add('work', {});
  const rule = proxy.rule(({ name }) => name === 'enqueue', fate);
  const handles = await queue.addBulk([0, 1, 2].map((n) => ({ name: 'work', data: { n } })));
  expect(rule.count).toBe(1);
  expect(handles.map(({ created }) => created)).toEqual([true, true, true]);
  expect((await queue.counts()).waiting).toBe(4);
});

test('under a rain of lost replies every job runs once', async () => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  const workers = await scene.startWorkers(2, { ...TUNING, url: proxy.url, concurrency: 5 });
  const after = new Map<string, number>();
  // Of each kind of request every 25th loses its reply.
  const rain = proxy.rule(
    ({ name }) => {
      const count = (after.get(name) ?? 0) + 1;
      after.set(name, count);
      return ['exchange', 'blmove', 'reconcile', 'recall', 'look', 'beat'].includes(name) && count % 25 === 0;
    },
    'lose reply',
    Number.POSITIVE_INFINITY,
  );
  for (let wave = 0; wave < 40; wave++) {
    await scene.add(20, { ms: 4 });
    await until(async () => (await scene.ended()) >= scene.ledger.accepted.size - 5);
  }
  await scene.drained();
  expect(rain.count).toBeGreaterThan(5);
  rain.off();
  const { repeats } = await expectAccount(scene);
  expect(repeats).toBe(0);
  expect(workers.flatMap((worker) => [...worker.all('stale'), ...worker.all('lost')])).toEqual([]);
});
