// What the health port of a real supervisor says, with real processes and a real Redis.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { HealthLink } from '../support/health-link.js';
import { until } from '../support/processes.js';
import { checkMetrics, hasPromtool } from '../support/promtool.js';
import { WorkScene } from '../support/work-scene.js';

const COMPOSE = fileURLToPath(new URL('../../examples/deploy/compose.yaml', import.meta.url));
const COUNTING = fileURLToPath(new URL('./fixtures/counting-handlers.mjs', import.meta.url));

/** What the health check of examples/deploy/compose.yaml ends with, asked of this port. */
async function composeHealthcheck(base: string): Promise<number | null> {
  const { services } = parse(await readFile(COMPOSE, 'utf8'));
  const [, program, ...words] = services.workers.healthcheck.test as string[];
  const child = spawn(
    program as string,
    words.map((word) => word.replace('http://127.0.0.1:9464', base)),
  );
  const [code] = await once(child, 'exit');
  return code;
}

test('ready once jobs are taken; not ready while quiet and while it stops, and live throughout', async () => {
  await using work = await WorkScene.open();
  const longshore = work.launch({ args: ['--processes', '2', '--health-port', '0'] });
  const health = await HealthLink.to(longshore);
  expect(await health.code('/livez')).toBe(200);
  const ready = await health.until(({ code, reasons }) => code === 200 && reasons.length === 0);
  expect(ready).toMatchObject({ status: 'ready', processes: [{ state: 'ready' }, { state: 'ready' }] });
  expect(ready.processes.map(({ pid }) => pid).sort()).toEqual(work.alive().sort());
  expect(await composeHealthcheck(health.base)).toBe(0);
  longshore.signal('SIGTSTP');
  await health.until(({ code, status }) => code === 503 && status === 'quiet');
  expect(await composeHealthcheck(health.base)).toBe(1);
  expect(await health.code('/livez')).toBe(200);
});

test('while a job drains it says that it stops, so that nobody cuts the drain short', async () => {
  await using work = await WorkScene.open();
  const longshore = await work.launched({ args: ['--health-port', '0', '--shutdown-timeout', '20s'] });
  const health = await HealthLink.to(longshore);
  await work.scene.addOne({ heed: true });
  await until(async () => (await work.scene.queue.counts()).active === 1);
  longshore.signal('SIGTERM');
  await health.until(({ code, status }) => code === 503 && status === 'stopping');
  expect(await health.code('/livez')).toBe(200);
});

test('metrics are the sum over the processes, with those of users, and no label has an id', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const args = ['--processes', '3', '--concurrency', '2', '--health-port', '0'];
  const longshore = await work.launched({ args, handlers: COUNTING });
  const health = await HealthLink.to(longshore);
  await scene.add(60, { ms: 20 });
  await scene.addOne({ failures: 9 });
  await work.drained();
  const { queueName } = scene;
  await until(async () => (await health.samples()).get('letters_sent_total{country="nl",office="main"}') === 61);
  const samples = await health.samples();
  const jobs = `{queue="${queueName}",name="work"`;
  const sum = (start: string) =>
    [...samples].filter(([name]) => name.startsWith(start)).reduce((all, [, value]) => all + value, 0);
  expect(sum(`longshore_jobs_finished_total${jobs},outcome="completed"`)).toBe(60);
  expect(sum(`longshore_jobs_finished_total${jobs},outcome="failed"`)).toBe(1);
  expect(sum(`longshore_job_duration_seconds_count${jobs}`)).toBe(61);
  expect(sum('longshore_processes{state="ready"}')).toBe(3);
  expect(sum('stamps_left')).toBe(40);
  expect(sum('longshore_process_memory_bytes')).toBeGreaterThan(3 * 20_000_000);
  expect(samples.has('not_shown')).toBe(false);
  const text = await health.metrics();
  const labels = new Set([...text.matchAll(/[{,](\w+)="/g)].map(([, label]) => label));
  expect([...labels].sort()).toEqual(['country', 'le', 'name', 'office', 'outcome', 'queue', 'reason', 'state']);
  if (!hasPromtool) return;
  expect(await checkMetrics(text)).toBe('');
  // It would say something of what is wrong.
  expect(await checkMetrics('# TYPE sent counter\nsent 1\n')).toMatch(/should have "_total" suffix/);
});

test('without Redis it is live and not ready, at the start and later, and ready again by itself', async () => {
  await using work = await WorkScene.open({ persistence: 'always' });
  const { server, queueName } = work.scene;
  await server.kill();
  const longshore = work.launch({ lease: '2500ms', args: ['--health-port', '0'] });
  const health = await HealthLink.to(longshore);
  await longshore.said(/ERR_REDIS_UNAVAILABLE/);
  expect(await health.readiness()).toMatchObject({ code: 503, status: 'starting' });
  expect(await health.code('/livez')).toBe(200);
  await server.restart();
  await health.until(({ code }) => code === 200);
  await server.kill();
  // Not at once: what does not outlast the lease is no reason to take a worker out.
  const { reasons } = await health.until(({ code }) => code === 503);
  expect(reasons).toEqual([`queue ${queueName}: no answer from Redis in the last 10 s`]);
  expect(await health.code('/livez')).toBe(200);
  expect(longshore.isRunning).toBe(true);
  await server.restart();
  await health.until(({ code }) => code === 200);
});

test('a process whose loop is blocked is named, and the fleet is ready as long as another takes jobs', async () => {
  await using work = await WorkScene.open();
  const longshore = await work.launched({ args: ['--processes', '2', '--health-port', '0'] });
  const health = await HealthLink.to(longshore);
  await work.scene.addOne({ block: 60_000 });
  const { code, reasons, processes } = await health.until((now) =>
    now.processes.some((one) => one.state === 'blocked'),
  );
  const blocked = processes.find(({ state }) => state === 'blocked');
  expect([code, reasons]).toEqual([
    200,
    [`process ${blocked?.number} (pid ${blocked?.pid}) is blocked: it says nothing of itself`],
  ]);
  // It cannot tell its figures, and the others are not kept waiting for it.
  expect((await health.samples()).get('longshore_processes{state="blocked"}')).toBe(1);
});

test('a port that is taken is said before any job runs', async () => {
  await using work = await WorkScene.open();
  const first = await work.launched({ args: ['--health-port', '0'] });
  const { port } = new URL((await HealthLink.to(first)).base);
  await using second = work.launch({ args: ['--health-port', port] });
  expect(await second.exited).toEqual({ code: 1, signal: null });
  expect(second.output).toContain(`cannot serve health checks on 127.0.0.1:${port}`);
  expect(work.processes()).toHaveLength(1);
});
