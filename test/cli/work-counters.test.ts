// Counters over the ends of processes: whatever ends them, and however it comes, none may fall.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { cumulative, HealthLink } from '../support/health-link.js';
import { isAlive, until } from '../support/processes.js';
import type { Samples } from '../support/samples.js';
import { WorkScene } from '../support/work-scene.js';

const COUNTING = fileURLToPath(new URL('./fixtures/counting-handlers.mjs', import.meta.url));
const JOBS = 600;

const completed = (samples: Samples, queue: string) =>
  samples.get(`longshore_jobs_finished_total{queue="${queue}",name="work",outcome="completed",office="main"}`) ?? 0;

test('no counter falls while processes are killed and restarted under load', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const args = ['--processes', '3', '--concurrency', '4', '--health-port', '0'];
  const longshore = await work.launched({ args, handlers: COUNTING });
  const health = await HealthLink.to(longshore);
  let last: Samples = new Map();
  const scrape = async () => {
    const now = await health.samples();
    const fallen = cumulative(last).filter(([name, value]) => (now.get(name) ?? -1) < value);
    expect(fallen).toEqual([]);
    last = now;
    return now;
  };
  await scene.add(JOBS, { ms: 10 });
  for (let killed = 1; killed <= 3; killed++) {
    await until(async () => completed(await scrape(), scene.queueName) >= killed * 40);
    const [victim] = work.alive();
    scene.ledger.killed(victim as number);
    process.kill(victim as number, 'SIGKILL');
    await until(() => !isAlive(victim));
    await scrape();
  }
  longshore.signal('SIGUSR2');
  await until(async () => {
    await scrape();
    return (await scene.ended()) === JOBS;
  }, 60_000);
  await work.drained();
  const replaced = (reason: string) => last.get(`longshore_process_replacements_total{reason="${reason}"}`) ?? 0;
  await until(async () => {
    await scrape();
    return replaced('restart') >= 3 && last.get('longshore_processes{state="ready"}') === 3;
  }, 60_000);
  expect(replaced('crashed')).toBe(3);
  // A killed process takes along what it counted since it last spoke, and what it was at; nothing is counted twice.
  const counted = completed(last, scene.queueName);
  expect(counted).toBeLessThanOrEqual(JOBS);
  expect(counted).toBeGreaterThan(JOBS / 2);
});

test('an orderly end loses no count', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const longshore = await work.launched({ args: ['--health-port', '0', '--max-jobs', '20'], handlers: COUNTING });
  const health = await HealthLink.to(longshore);
  await scene.add(200, { ms: 2 });
  await work.drained();
  let samples: Samples = new Map();
  await until(async () => {
    samples = await health.samples();
    const gone = samples.get('longshore_process_replacements_total{reason="max-jobs"}') ?? 0;
    return gone > 0 && samples.get('longshore_processes{state="stopping"}') === 0;
  }, 40_000);
  expect(completed(samples, scene.queueName)).toBe(200);
  expect(samples.get('letters_sent_total{country="nl",office="main"}')).toBe(200);
});
