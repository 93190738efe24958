import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { Scene } from '../support/scene.js';

const OBSERVED_MS = 6000;
const MOST_PER_SECOND = 5;
/** As by default: what an idle worker costs follows from its lease. */
const TUNING = { lease: '15s' } as const;
/** Commands that only Longshore's connections send: neither do its scripts call them, nor does this test send them. */
const SENT = ['evalsha', 'eval', 'blmove', 'ping', 'subscribe', 'hello', 'client|setname'];

async function sent(scene: Scene): Promise<number> {
  const stats = await scene.redis.info('commandstats');
  const calls = (command: string) =>
    Number(new RegExp(`^cmdstat_${command.replace('|', '\\|')}:calls=(\\d+)`, 'm').exec(stats)?.[1] ?? 0);
  return SENT.reduce((sum, command) => sum + calls(command), 0);
}

test('an idle worker sends a few commands a second, also while a job is delayed', async () => {
  await using scene = await Scene.open();
  await scene.startWorkers(1, TUNING);
  await scene.queue.add('work', {}, { delay: '1h' });
  const [before, since] = [await sent(scene), performance.now()];
  await until(() => performance.now() - since > OBSERVED_MS);
  const perSecond = ((await sent(scene)) - before) / ((performance.now() - since) / 1000);
  expect(perSecond).toBeGreaterThan(0);
  expect(perSecond).toBeLessThanOrEqual(MOST_PER_SECOND);
});

test('a delayed job wakes an idle worker at its time, which nothing polls for', async () => {
  await using scene = await Scene.open();
  const [worker] = (await scene.startWorkers(1, TUNING)) as [Child];
  // A later job is there first: the sooner one must not wait until somebody looks again.
  scene.ledger.doubtful.add((await scene.queue.add('work', {}, { delay: '1h' })).id);
  for (const delay of [700, 300, 50]) {
    const since = performance.now();
    const id = await scene.addOne({}, { delay });
    await worker.hear('completed', (told) => told.id === id);
    expect(performance.now() - since).toBeGreaterThan(delay - 5);
    // Half of the time after which an idle worker looks by itself: it has begun to wait just before.
    expect(performance.now() - since).toBeLessThan(delay + 1000);
  }
  const { repeats } = await expectAccount(scene);
  expect(repeats).toBe(0);
});
