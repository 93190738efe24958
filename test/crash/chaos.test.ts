import { expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { LEASE_MS, Scene, type Tuning } from '../support/scene.js';

// Everything at once: two producers and three workers as processes, and every few moments a fault. A larger run by hand:
// LONGSHORE_CHAOS_ROUNDS=100 npm test -- test/crash/chaos

const ROUNDS = Number(process.env['LONGSHORE_CHAOS_ROUNDS'] ?? 4);
const SLOTS = 8;
const TUNING: Tuning = { concurrency: SLOTS, maxCrashes: 100 };
/** As many in a round: workers that are killed, one that is stopped for longer than its lease, and Redis, which is killed. */
const KILLS = 5;
const ROUND_MS = 30_000;

async function lasting(ms: number): Promise<void> {
  const since = performance.now();
  await until(() => performance.now() - since > ms, ms + 10_000);
}

/** Waits until work goes on. */
async function moving(scene: Scene): Promise<void> {
  const before = await scene.ended();
  await until(async () => (await scene.ended()) >= before + 20, 15_000);
}

async function killOne(scene: Scene, nth: number): Promise<void> {
  const running = scene.workers.filter((worker) => worker.isRunning);
  await scene.kill(running[nth % running.length] as Child);
  scene.startWorker(TUNING);
}

async function stopOne(scene: Scene, nth: number): Promise<void> {
  const running = scene.workers.filter((worker) => worker.isRunning);
  const worker = running[nth % running.length] as Child;
  worker.signal('SIGSTOP');
  await lasting(LEASE_MS + 1000);
  worker.signal('SIGCONT');
}

async function restartRedis(scene: Scene, nth: number): Promise<void> {
  await scene.server.kill();
  await lasting(nth % 2 === 0 ? 300 : LEASE_MS + 500);
  await scene.server.restart();
}

async function round(scene: Scene, nth: number): Promise<void> {
  for (let kill = 0; kill < KILLS; kill++) {
    await moving(scene);
    await killOne(scene, nth + kill);
  }
  await moving(scene);
  await stopOne(scene, nth);
  await moving(scene);
  await restartRedis(scene, nth);
}

test(
  'whatever dies, every accepted job ends once, and every second start has a reason',
  async () => {
    await using scene = await Scene.open({ persistence: 'always' });
    await scene.startWorkers(3, TUNING);
    const producers = [
      scene.startProducer({ everyMs: 20, batch: 4, data: { ms: 5 } }),
      scene.startProducer({
        everyMs: 50,
        batch: 2,
        data: { ms: 5, failures: 1 },
        jobOptions: { attempts: 5, backoff: '200ms' },
      }),
      scene.startProducer({ everyMs: 50, batch: 2, data: { ms: 5 }, jobOptions: { delay: '700ms' } }),
    ];
    for (let nth = 0; nth < ROUNDS; nth++) await round(scene, nth);
    for (const producer of producers) producer.say({ say: 'stop' });
    await Promise.all(producers.map((producer) => producer.hear('closed')));
    for (const { log } of producers) scene.ledger.readProducer(log);
    await scene.drained();
    const { jobs, runs } = await expectAccount(scene);
    expect([jobs, scene.ledger.doubtful.size]).toEqual([scene.ledger.accepted.size, 0]);
    const unplanned = [...runs.values()].flatMap((list) => list.slice(0, -1)).filter((run) => run.how !== 'failed');
    expect(unplanned.length).toBeLessThanOrEqual(ROUNDS * (KILLS + 1) * SLOTS);
    expect(scene.ledger.kills).toBe(ROUNDS * KILLS);
  },
  60_000 + ROUNDS * ROUND_MS,
);
