// `node bench/dist/watchers.js`: what it costs an API process that thousands watch by server-sent events, one job or one each, and how
// long a notice takes from `post` to the last of them.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as rest } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Job, Queue, Worker } from '@longshore/core';
import { startRedis } from '@longshore/embedded-redis';
import { Redis } from 'ioredis';
import { describeEnvironment } from './environment.js';
import { describeRun } from './report/document.js';
import { markdownTable } from './report/table.js';
import { clock } from './watchers/open-watchers.js';
import type { Asked, Delays, Memory } from './watchers/role-program.js';

const PROGRAM = fileURLToPath(new URL('./watchers/role-program.js', import.meta.url));
const QUEUE = 'watched';
const SECONDS = 20;
/** For each second: to one job that all watch, and to many jobs that one watches each. */
const POSTS = { one: 5, each: 500 };

class Role {
  readonly #child: ChildProcess = fork(PROGRAM, { execArgv: ['--expose-gc'] });

  async ask<T>(asked: Asked): Promise<T> {
    this.#child.send(asked);
    const [told] = await once(this.#child, 'message');
    return told as T;
  }

  end(): void {
    this.#child.kill();
  }
}

/** Posts at a constant rate, each time in the next job. */
async function post(jobs: readonly Job[], perSecond: number): Promise<void> {
  const began = clock();
  for (let i = 0; i < perSecond * SECONDS; i++) {
    const dueMs = began + (i * 1000) / perSecond - clock();
    if (dueMs > 0) await rest(dueMs);
    await (jobs[i % jobs.length] as Job).progress.post({ percent: i, posted: clock() });
  }
  await rest(1000);
}

async function measure(redisUrl: string, watchers: number, jobCount: number, perSecond: number): Promise<string[]> {
  const running: Job[] = [];
  const queue = new Queue(QUEUE, { connection: redisUrl });
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const run = async (job: Job) => {
    running.push(job);
    await ended;
  };
  const worker = new Worker(QUEUE, { run }, { connection: redisUrl, concurrency: jobCount });
  await queue.addBulk(Array.from({ length: jobCount }, () => ({ name: 'run', data: null })));
  while (running.length < jobCount) await rest(100);
  const redis = new Redis(redisUrl);
  const [api, crowd] = [new Role(), new Role()];
  const port = await api.ask<number>({ is: 'serve', redisUrl, most: watchers });
  const pathOf = (i: number) => `/api/v1/queues/${QUEUE}/jobs/${(running[i % jobCount] as Job).id}/progress`;
  await crowd.ask({ is: 'watch', port, paths: [pathOf(0)] });
  const before = await api.ask<Memory>({ is: 'memory' });
  const paths = Array.from({ length: watchers - 1 }, (_, i) => pathOf(i + 1));
  await crowd.ask({ is: 'watch', port, paths });
  const after = await api.ask<Memory>({ is: 'memory' });
  const clients = String(await redis.client('LIST')).split('\n');
  const subscribers = clients.filter((line) => / sub=[1-9]/.test(line) && line.includes('longshore-subscriber')).length;
  await crowd.ask({ is: 'delays' });
  await post(running, perSecond);
  const { count, p50, p99 } = await crowd.ask<Delays>({ is: 'delays' });
  end();
  await worker.close();
  await queue.destroy({ confirm: QUEUE });
  await queue.close();
  redis.disconnect();
  for (const role of [api, crowd]) role.end();
  return [
    `${watchers} on ${jobCount === 1 ? 'one job' : `${jobCount} jobs`}`,
    ...eachKib(before, after, watchers - 1),
    String(subscribers),
    String(Math.round(count / SECONDS)),
    p50.toFixed(1),
    p99.toFixed(1),
  ];
}

const eachKib = (before: Memory, after: Memory, count: number): string[] =>
  (['usedBytes', 'residentBytes'] as const).map((which) => ((after[which] - before[which]) / count / 1024).toFixed(1));

const { values } = parseArgs({ options: { markdown: { type: 'boolean' }, watchers: { type: 'string' } } });
const watchers = Number(values.watchers ?? 5000);
await using server = await startRedis({ persistence: 'none' });
const lines = [
  await measure(server.url, watchers, 1, POSTS.one),
  await measure(server.url, watchers, watchers, POSTS.each),
];
const command = `node bench/dist/watchers.js${values.markdown ? ' --markdown' : ''}`;
const head = ['watchers', 'KiB in use each', 'KiB resident each', 'subscribers', 'notices/s', 'p50 ms', 'p99 ms'];
console.log(describeRun(await describeEnvironment(), command, 1), '\n');
console.log(markdownTable(head, lines, 0));
