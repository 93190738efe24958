// Measures `longshore work` from outside, as an operator would: how soon it works, and what it costs when it does not.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as rest } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Queue } from '@longshore/core';
import type { EmbeddedRedis } from '@longshore/embedded-redis';
import { Redis } from 'ioredis';
import { cpuSecondsOf, familyOf, memoryOf } from './process-figures.js';

const PROGRAM = fileURLToPath(new URL('dist/main.js', import.meta.resolve('@longshore/worker-cli/package.json')));
const HANDLERS = fileURLToPath(new URL('./idle-handlers.js', import.meta.url));
/** What follows a start is over by then: V8 collects what loading has left behind for most of a minute. */
const SETTLE_MS = 60_000;

export interface IdleFigures {
  readonly processes: number;
  /** Of one processor, over supervisor and workers, per cent. */
  readonly cpuPercent: number;
  /** Of the server's processor, per cent. */
  readonly redisCpuPercent: number;
  readonly commandsPerSecond: number;
  readonly supervisorBytes: number;
  /** Of one worker process. */
  readonly workerBytes: number;
  /** Of all, shared pages counted once. */
  readonly sumBytes: number;
}

function launch(server: EmbeddedRedis, queue: string, processes: number): ChildProcess {
  const flags = ['--queue', queue, '--processes', String(processes), '--redis-url', server.url];
  return spawn(process.execPath, [PROGRAM, 'work', HANDLERS, ...flags], { stdio: 'ignore' });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** From the start of the program to the end of a job that waits, ms. */
export async function measureStart(server: EmbeddedRedis, round: number): Promise<number> {
  const queue = new Queue(`start-${round}`, { connection: server.url });
  const job = await queue.add('nothing', {});
  const since = performance.now();
  const child = launch(server, queue.name, 1);
  try {
    await job.result({ timeout: '60s' });
    return performance.now() - since;
  } finally {
    await end(child);
    await queue.close();
  }
}

/** What processes cost that have nothing to do. */
export async function measureIdle(server: EmbeddedRedis, processes: number, seconds: number): Promise<IdleFigures> {
  const redis = new Redis(server.url);
  const queue = new Queue(`idle-${processes}`, { connection: server.url });
  const child = launch(server, queue.name, processes);
  try {
    while ((await queue.workers()).length < processes) await rest(50);
    await queue.close();
    await rest(SETTLE_MS);
    const commands = await countCommands(redis);
    const family = familyOf(child.pid ?? 0);
    const seen = () => ({
      cpu: family.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0),
      redis: cpuSecondsOf(server.pid ?? 0),
      commands: commands(),
      at: performance.now(),
    });
    const before = seen();
    await rest(seconds * 1000);
    const after = seen();
    const passed = (after.at - before.at) / 1000;
    const [supervisor, ...workers] = family.map(memoryOf);
    return {
      processes,
      cpuPercent: (100 * (after.cpu - before.cpu)) / passed,
      redisCpuPercent: (100 * (after.redis - before.redis)) / passed,
      commandsPerSecond: (after.commands - before.commands) / passed,
      supervisorBytes: supervisor?.resident ?? 0,
      workerBytes: workers.reduce((sum, { resident }) => sum + resident, 0) / Math.max(1, workers.length),
      sumBytes: [supervisor, ...workers].reduce((sum, memory) => sum + (memory?.proportional ?? 0), 0),
    };
  } finally {
    redis.disconnect();
    await end(child);
  }
}

/** Counts what clients send from now on; what scripts call inside of the server is none of it. */
async function countCommands(redis: Redis): Promise<() => number> {
  let count = 0;
  const monitor = await redis.monitor();
  monitor.on('monitor', (_time, _args, source: string) => {
    if (source !== 'lua') count++;
  });
  redis.once('end', () => monitor.disconnect());
  return () => count;
}
