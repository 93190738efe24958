import type { Queue } from '@longshore/core';
import { Redis } from 'ioredis';
import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import { describe, expect, vi } from 'vitest';
import { ApiBed, test } from '../support/api-bed.js';
import { allowedTo, ROLE_TOKENS } from '../support/api-roles.js';
import { until } from '../support/processes.js';
import { hasPrometheus, Prometheus } from '../support/prometheus.js';
import { checkMetrics, hasPromtool } from '../support/promtool.js';
import { readSamples } from '../support/samples.js';
import { startServer } from '../support/servers.js';

vi.setConfig({ testTimeout: 180_000 });

async function scrape(bed: ApiBed) {
  const { status, headers, body } = await bed.ask('/metrics');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  return { text: body as string, samples: readSamples(body) };
}

const fourJobs = (queue: Queue) =>
  queue.addBulk([
    { name: 'work', data: 1 },
    { name: 'work', data: 2 },
    { name: 'work', data: 3, options: { delay: '1h' } },
    { name: 'work', data: 4, options: { priority: 5 } },
  ]);

describe('GET /metrics', () => {
  test('tells how queues are, each state of them', async ({ bed }) => {
    await bed.start();
    await fourJobs(bed.queue);
    await bed.queue.pause();
    await bed.worker({ other: () => null }).ready();
    const { samples } = await scrape(bed);
    const of = (name: string, state?: string) =>
      samples.get(`longshore_${name}{queue="${bed.queueName}"${state === undefined ? '' : `,state="${state}"`}}`);
    const states = ['waiting', 'delayed', 'prioritized', 'active', 'parked', 'suspect', 'completed', 'failed'];
    expect(states.map((state) => of('jobs', state))).toEqual([2, 1, 1, 0, 0, 0, 0, 0]);
    expect([of('jobs', 'cancelled'), of('jobs', 'expired')]).toEqual([0, 0]);
    expect(['alive', 'quiet', 'blocked', 'dead'].map((state) => of('workers', state))).toEqual([1, 0, 0, 0]);
    expect(of('queue_paused')).toBe(1);
    expect(of('queue_oldest_waiting_seconds')).toBeGreaterThan(0);
    expect(of('schedule_overdue_seconds')).toBe(0);
    expect(samples.get('longshore_redis_up')).toBe(1);
    expect(samples.get('longshore_redis_memory_used_bytes')).toBeGreaterThan(1e5);
    const build = [...samples].find(([name]) => name.startsWith('longshore_build_info{version="'));
    expect(build?.[1]).toBe(1);
  });

  test('counts requests by the pattern of their route, and never by what is in a path', async ({ bed }) => {
    await bed.start();
    await bed.queue.add('work', null);
    for (const path of ['/api/v1/queues/nowhere-1', '/api/v1/queues/nowhere-2', '/no/such/place-3'])
      await bed.ask(path);
    await bed.ofQueue('');
    const { text, samples } = await scrape(bed);
    const count = (route: string, status: string) =>
      samples.get(`longshore_api_request_duration_seconds_count{route="${route}",method="GET",status="${status}"}`);
    expect(count('/api/v1/queues/:queue', '4xx')).toBe(2);
    expect(count('/api/v1/queues/:queue', '2xx')).toBe(1);
    expect(count('none', '4xx')).toBe(1);
    expect(text).not.toMatch(/nowhere|place-3/);
  });

  test('tells how many watch', async ({ bed }) => {
    await bed.start();
    const job = await bed.queue.add('work', null);
    const watchers = async () => (await scrape(bed)).samples.get('longshore_api_watchers');
    expect(await watchers()).toBe(0);
    const stream = await fetch(`${bed.url}/api/v1/queues/${bed.queueName}/jobs/${job.id}/progress`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(stream.status).toBe(200);
    expect(await watchers()).toBe(1);
    bed.worker({ work: () => null });
    await stream.text();
    await until(async () => (await watchers()) === 0);
    // How long it was open is no duration of a request.
    expect((await scrape(bed)).text).not.toContain('route="/api/v1/queues/:queue/jobs/:id/progress"');
  });

  test.runIf(hasPromtool)('is accepted by promtool without a word', async ({ bed }) => {
    await bed.start();
    await fourJobs(bed.queue);
    await bed.ofQueue('');
    const { text } = await scrape(bed);
    expect(await checkMetrics(text)).toBe('');
    // It would speak up.
    expect(await checkMetrics(text.replaceAll('longshore_redis_clients', 'longshore_redis_clients_total'))).not.toBe(
      '',
    );
  });

  test('has the metrics of the program too, each name once', async ({ bed }) => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    new Counter({ name: 'letters_total', help: 'Letters that were sent.', registers: [registry] }).inc(3);
    await bed.queue.add('work', null);
    await bed.start({ registry });
    const { text, samples } = await scrape(bed);
    expect(samples.get('letters_total')).toBe(3);
    expect(samples.get('longshore_redis_up')).toBe(1);
    expect(text.match(/^# TYPE process_cpu_seconds_total /gm)).toHaveLength(1);
    const names = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('needs the role read', async ({ bed }) => {
    await bed.start({ tokens: ROLE_TOKENS });
    expect(await bed.ask('/metrics')).toMatchObject({ status: 401 });
    expect(await allowedTo((token) => bed.ask('/metrics', { token }))).toEqual(['read', 'operate', 'admin']);
  });
});

const commandsOf = async (redis: Redis): Promise<number> =>
  Number(/total_commands_processed:(\d+)/.exec(await redis.info('stats'))?.[1]);

test('a scrape costs Redis the same whether a queue has 210 jobs or 10,010, and several at once cost what one does', async () => {
  await using server = await startServer();
  const redis = new Redis(server.url);
  await using bed = new ApiBed(server);
  await bed.start();
  // It opens the connection that the others share, and Redis knows the scripts from then on.
  await scrape(bed);
  const costOf = async (scrapes: number) => {
    // Another API has nothing in store.
    await bed.start();
    const before = await commandsOf(redis);
    await Promise.all(Array.from({ length: scrapes }, () => scrape(bed)));
    return (await commandsOf(redis)) - before;
  };
  const add = (count: number) =>
    bed.queue.addBulk(
      Array.from({ length: count }, (_, i) => ({
        name: 'work',
        data: i,
        options: i % 2 ? { delay: '1h' as const } : {},
      })),
    );
  await add(10);
  const least = await costOf(1);
  // Of what waits a hundred are looked at, one by one: from there on nothing grows.
  await add(200);
  const cost = await costOf(1);
  expect(cost).toBeGreaterThanOrEqual(least);
  await add(9800);
  expect(await costOf(1)).toBe(cost);
  expect(await costOf(5)).toBe(cost);
  redis.disconnect();
});

test('while Redis is down that is told, and nothing that was so before', async () => {
  await using server = await startServer();
  await using bed = new ApiBed(server);
  await bed.start({ deadline: '300ms' });
  await bed.queue.add('work', null);
  expect((await scrape(bed)).text).toContain(`longshore_jobs{queue="${bed.queueName}"`);
  await server.kill();
  await until(async () => (await scrape(bed)).samples.get('longshore_redis_up') === 0);
  const { text } = await scrape(bed);
  expect(text).not.toMatch(/longshore_(jobs\{|queue_|workers|schedule_|redis_memory)/);
  expect(text).toMatch(/^longshore_build_info\{/m);
  if (hasPromtool) expect(await checkMetrics(text)).toBe('');
  await server.restart();
  await until(async () => (await scrape(bed)).samples.get('longshore_redis_up') === 1);
});

test('a queue that cannot be read hides no other', async ({ bed, redis }) => {
  await bed.start();
  const broken = `${bed.queueName}-broken`;
  await bed.queue.add('work', null);
  await redis.hset('longshore:queues', broken, Date.now());
  await redis.set(`{longshore:${broken}}:waiting`, 'not a list');
  const { text, samples } = await scrape(bed);
  expect(samples.get('longshore_redis_up')).toBe(1);
  expect(samples.get(`longshore_jobs{queue="${bed.queueName}",state="waiting"}`)).toBe(1);
  expect(text).not.toContain(broken);
  await redis.hdel('longshore:queues', broken);
});

test.runIf(hasPrometheus)('a real Prometheus scrapes it, with a token', async ({ bed }) => {
  await fourJobs(bed.queue);
  const { port } = await bed.start({ tokens: ROLE_TOKENS });
  const job = (name: string, credentials: string) => ({
    job_name: name,
    authorization: { credentials },
    static_configs: [{ targets: [`127.0.0.1:${port}`] }],
  });
  await using prometheus = await Prometheus.start({
    global: { scrape_interval: '500ms', scrape_timeout: '500ms' },
    scrape_configs: [job('longshore', ROLE_TOKENS[0]?.token ?? ''), job('stranger', 'not-the-token')],
  });
  const up = async (name: string) => (await prometheus.query(`up{job="${name}"}`))[0]?.value;
  await until(async () => (await up('longshore')) === 1 && (await up('stranger')) === 0);
  const jobs = await prometheus.query(`longshore_jobs{queue="${bed.queueName}"} > 0`);
  expect(Object.fromEntries(jobs.map(({ labels, value }) => [labels['state'], value]))).toEqual({
    waiting: 2,
    delayed: 1,
    prioritized: 1,
  });
});
