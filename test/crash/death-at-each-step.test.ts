import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { brings, claimsIdly, mentions, RedisProxy } from '../support/proxy.js';
import { Scene } from '../support/scene.js';

const JOB = 'the-job';

interface Step {
  readonly name: string;
  /** Brings the worker to the step at which it dies. */
  readonly reach: (scene: Scene, proxy: RedisProxy) => Promise<Child>;
  /** How often the handler is called in the end. */
  readonly starts: number;
  /** What is counted for the job when another worker starts it: attempts, crashes and flags. */
  readonly tries: string | null;
}

async function idle(scene: Scene, proxy: RedisProxy): Promise<Child> {
  const [worker] = await scene.startWorkers(1, { url: proxy.url });
  return worker as Child;
}

async function running(scene: Scene, proxy: RedisProxy): Promise<Child> {
  const worker = await idle(scene, proxy);
  await scene.addOne({ hold: true }, { jobId: JOB });
  await worker.hear('started');
  return worker;
}

async function unclaimed(scene: Scene): Promise<boolean> {
  const [wid] = await scene.redis.hkeys(scene.key('workers'));
  return (await scene.redis.llen(scene.key(`pending:${wid}`))) === 1;
}

const STEPS: readonly Step[] = [
  {
    name: 'it is registered and does not know it',
    reach: async (scene, proxy) => {
      proxy.rule((command) => brings(command, 'register'), 'mute');
      const worker = scene.startWorker({ url: proxy.url });
      await until(async () => (await scene.redis.exists(scene.key('leases'))) === 1);
      await scene.addOne({ hold: true }, { jobId: JOB });
      return worker;
    },
    starts: 1,
    tries: null,
  },
  {
    name: 'a blocked read has moved the job and nobody has claimed it',
    reach: async (scene, proxy) => {
      const rule = proxy.rule((command) => claimsIdly(command), 'hold', Number.POSITIVE_INFINITY);
      const worker = await idle(scene, proxy);
      await until(() => rule.count > 0);
      await scene.addOne({ hold: true }, { jobId: JOB });
      await until(() => unclaimed(scene));
      return worker;
    },
    starts: 1,
    tries: null,
  },
  {
    name: 'the job is claimed and the handler has not been called',
    reach: async (scene, proxy) => {
      const rule = proxy.rule((command) => claimsIdly(command), 'mute', Number.POSITIVE_INFINITY);
      const worker = await idle(scene, proxy);
      await until(() => rule.count > 0);
      await scene.addOne({ hold: true }, { jobId: JOB });
      await until(async () => (await scene.queue.counts()).active === 1);
      return worker;
    },
    starts: 1,
    tries: '0 1 r',
  },
  { name: 'the handler runs', reach: running, starts: 2, tries: '0 1 r' },
  {
    name: 'the handler is done and Redis has not heard of it',
    reach: async (scene, proxy) => {
      const worker = await running(scene, proxy);
      const rule = proxy.rule((command) => mentions(command, JOB), 'hold');
      scene.release(worker, JOB);
      await until(() => rule.count === 1);
      return worker;
    },
    starts: 2,
    tries: '0 1 r',
  },
  {
    name: 'Redis has heard that it is done, and the worker does not know it',
    reach: async (scene, proxy) => {
      const worker = await running(scene, proxy);
      proxy.rule((command) => mentions(command, JOB), 'mute');
      scene.release(worker, JOB);
      await scene.drained();
      return worker;
    },
    starts: 1,
    tries: null,
  },
];

test.each(STEPS)('killed when $name', async ({ reach, starts, tries }) => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  const victim = await reach(scene, proxy);
  // What it says between here and its death is not heard, so that it dies at this step.
  proxy.isolate();
  const [heir] = (await scene.startWorkers(1)) as [Child];
  await scene.kill(victim);
  if ((await scene.ended()) === 0) await heir.hear('started');
  expect(await scene.redis.hget(scene.key('tries'), JOB)).toBe(tries);
  scene.release(heir, JOB);
  await scene.drained();
  const { runs } = await expectAccount(scene);
  expect(runs.get(JOB)).toHaveLength(starts);
});
