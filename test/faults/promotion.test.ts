import { expect, test } from 'vitest';
import { type Account, expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { Scene } from '../support/scene.js';

const PROMOTERS = 8;

/** The server's clock, ms. */
async function serverTime(scene: Scene): Promise<number> {
  const [seconds, micros] = await scene.redis.time();
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}

/** A claim number is the server's time in µs, or more where claims crowd: none can be lower than the moment it stands for. */
function claimedBefore(account: Account, dueAt: ReadonlyMap<string, number>): string[] {
  const isEarly = ([id, due]: [string, number]) => (account.runs.get(id)?.[0]?.claim ?? 0) / 1000 < due;
  return [...dueAt].filter(isEarly).map(([id]) => id);
}

test('eight promoters and 5,000 due jobs: each runs once, and none before its time by the clock of the server', async () => {
  await using scene = await Scene.open();
  const firstAt = (await serverTime(scene)) + 3000;
  // One job a fifth of a millisecond, so that somebody asks at every moment.
  const times = Array.from({ length: 5000 }, (_, i) => firstAt + Math.floor(i / 5));
  const jobs = times.map((time) => ({ name: 'work', data: {}, options: { runAt: new Date(time) } }));
  const ids = (await scene.queue.addBulk(jobs)).map(({ id }) => id);
  for (const id of ids) scene.ledger.accepted.add(id);
  await scene.startWorkers(2, { count: PROMOTERS / 2 });
  // A worker that dies in the middle of it is nothing to promotion.
  await until(async () => (await scene.ended()) > 500);
  await scene.kill(scene.workers[0] as Child);
  await scene.drained();
  const account = await expectAccount(scene);
  expect(account.jobs).toBe(5000);
  expect(claimedBefore(account, new Map(ids.map((id, i) => [id, times[i] as number])))).toEqual([]);
});

test('20,000 jobs that are due at the same moment all run', async () => {
  await using scene = await Scene.open();
  const dueAt = (await serverTime(scene)) + 2500;
  for (let part = 0; part < 4; part++) await scene.add(5000, {}, { runAt: new Date(dueAt) });
  expect(await scene.redis.zcount(scene.key('delayed'), dueAt, dueAt)).toBe(20_000);
  await scene.startWorkers(2, { concurrency: 50 });
  await scene.drained(45_000);
  const account = await expectAccount(scene);
  expect([account.jobs, account.repeats]).toEqual([20_000, 0]);
  expect(claimedBefore(account, new Map([...scene.ledger.accepted].map((id) => [id, dueAt])))).toEqual([]);
});
