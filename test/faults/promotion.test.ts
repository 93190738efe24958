import { expect, test } from 'vitest';
import { type Account, expectAccount } from '../support/account.js';
import { until } from '../support/processes.js';
import { Scene } from '../support/scene.js';

const PROMOTERS = 8;

/** The server's clock, ms. */
async function serverTime(scene: Scene): Promise<number> {
  const [seconds, micros] = await scene.redis.time();
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}

/** Claim numbers are the server's time in µs where claims do not crowd: none can be lower than the time that it stands for. */
function earliestClaim(account: Account, ids: readonly string[]): number {
  return Math.min(...ids.map((id) => (account.runs.get(id)?.[0]?.claim ?? 0) / 1000));
}

test('eight promoters and 5,000 due jobs: each runs once, and none before its time by the clock of the server', async () => {
  await using scene = await Scene.open();
  const dueAt = (await serverTime(scene)) + 3000;
  const ids: string[] = [];
  for (let part = 0; part < 5; part++) ids.push(...(await scene.add(1000, {}, { runAt: new Date(dueAt + part * 100) })));
  await scene.startWorkers(2, { count: PROMOTERS / 2 });
  // A worker that dies in the middle of it is nothing to promotion.
  await until(async () => (await scene.ended()) > 500);
  await scene.kill(scene.workers[0] as (typeof scene.workers)[0]);
  await scene.drained();
  const account = await expectAccount(scene);
  expect(account.jobs).toBe(5000);
  for (let part = 0; part < 5; part++) {
    expect(earliestClaim(account, ids.slice(part * 1000, part * 1000 + 1000))).toBeGreaterThanOrEqual(dueAt + part * 100);
  }
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
  expect(earliestClaim(account, [...scene.ledger.accepted])).toBeGreaterThanOrEqual(dueAt);
});
