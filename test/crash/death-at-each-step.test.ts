import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import { until } from '../support/processes.js';
import { type Command, RedisProxy } from '../support/proxy.js';
import { type Child } from '../support/child-process.js';
import { Scene } from '../support/scene.js';

const JOB = 'the-job';
const exchangeOfJob = ({ name, words }: Command) => name === 'exchange' && words.includes(JOB);

interface Step {
  readonly name: string;
  /** Brings the worker to the step at which it dies. */
  readonly reach: (scene: Scene, proxy: RedisProxy) => Promise<Child>;
  readonly starts: number;
  /** Attempts and crashes that are counted for the job, as `tries` holds them. */
  readonly tries: string | undefined;
}

async function idle(scene: Scene, proxy: RedisProxy): Promise<Child> {
  const [worker] = await scene.startWorkers(1, { url: proxy.url });
  return worker as Child;
}

async function add(scene: Scene): Promise<void> {
  await scene.addOne({ hold: true }, { jobId: JOB });
}

async function inPending(scene: Scene): Promise<boolean> {
  const [wid] = await scene.redis.hkeys(scene.key('workers'));
  return (await scene.redis.llen(scene.key(`pending:${wid}`))) === 1;
}

async function running(scene: Scene, proxy: RedisProxy): Promise<Child> {
  const worker = await idle(scene, proxy);
  await add(scene);
  await worker.hear('started');
  return worker;
}

const STEPS: readonly Step[] = [
  {
    name: 'it has asked to be registered',
    reach: async (scene, proxy) => {
      const rule = proxy.rule(({ name }) => name === 'register', 'mute');
      const worker = scene.startWorker({ url: proxy.url });
      await until(() => rule.count === 1);
      await add(scene);
      return worker;
    },
    starts: 1,
    tries: undefined,
  },
  {
    name: 'a blocked read has moved the job and nobody has claimed it',
    reach: async (scene, proxy) => {
      const worker = await idle(scene, proxy);
      proxy.rule(exchangeOfJob, 'hold');
      await add(scene);
      await until(() => inPending(scene));
      return worker;
    },
    starts: 1,
    tries: undefined,
  },
  {
    name: 'the job is claimed and the handler has not been called',
    reach: async (scene, proxy) => {
      const worker = await idle(scene, proxy);
      const rule = proxy.rule(exchangeOfJob, 'mute');
      await add(scene);
      await until(() => rule.count === 1);
      return worker;
    },
    starts: 1,
    tries: '0 1 -',
  },
  { name: 'the handler runs', reach: running, starts: 2, tries: '0 1 -' },
  {
    name: 'the handler is done and Redis has not heard of it',
    reach: async (scene, proxy) => {
      const worker = await running(scene, proxy);
      const rule = proxy.rule(exchangeOfJob, 'hold');
      scene.release(worker, JOB);
      await until(() => rule.count === 1);
      return worker;
    },
    starts: 2,
    tries: '0 1 -',
  },
  {
    name: 'Redis has heard that it is done, and the worker does not know',
    reach: async (scene, proxy) => {
      const worker = await running(scene, proxy);
      const rule = proxy.rule(exchangeOfJob, 'mute');
      scene.release(worker, JOB);
      await until(() => rule.count === 1);
      return worker;
    },
    starts: 1,
    tries: undefined,
  },
];

test.concurrent.each(STEPS)('killed when $name', async ({ reach, starts, tries }) => {
  await using scene = await Scene.open();
  await using proxy = await RedisProxy.open(scene.server);
  const victim = await reach(scene, proxy);
  const [heir] = (await scene.startWorkers(1)) as [Child];
  await scene.kill(victim);
  const counted = heir.hear('started').then(async ({ id }) => {
    expect(await scene.redis.hget(scene.key('tries'), JOB)).toBe(tries ?? null);
    scene.release(heir, id as string);
  });
  await scene.drained();
  const { runs } = await expectAccount(scene);
  expect(runs.get(JOB)).toHaveLength(starts);
  if (runs.get(JOB)?.at(-1)?.pid === heir.pid) await counted;
  else counted.catch(() => {});
});
