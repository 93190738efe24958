// Runs one step of the plan: a private server, a fresh process, one answer. Both end whatever happens.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startRedis } from '@longshore/embedded-redis';
import type { Orders } from './measure/measure-process.js';
import type { Reading } from './measure/reading.js';
import type { Step } from './plan.js';
import type { Persistence } from './workloads.js';

const PROGRAM = fileURLToPath(new URL('./measure/measure-process.js', import.meta.url));
const DEADLINE_MS = 10 * 60_000;

export interface StepOptions {
  readonly quick: boolean;
  readonly persistence: Persistence;
  readonly signal: AbortSignal;
}

export async function runStep(step: Step, { quick, persistence, signal }: StepOptions): Promise<Reading[]> {
  const redis = await startRedis({ persistence });
  try {
    return await ask({ measurement: step.measurement.name, driver: step.driver, url: redis.url, quick }, signal);
  } finally {
    await redis.stop();
  }
}

async function ask(orders: Orders, signal: AbortSignal): Promise<Reading[]> {
  signal.throwIfAborted();
  const child = fork(PROGRAM, [JSON.stringify(orders)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const stop = () => child.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await answer(child);
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

function answer(child: ChildProcess): Promise<Reading[]> {
  return new Promise((resolve, reject) => {
    let complaint = '';
    const timer = setTimeout(() => reject(new Error(`no answer within ${DEADLINE_MS / 60_000} minutes`)), DEADLINE_MS);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-4000);
    });
    child.on('message', (readings) => resolve(readings as Reading[]));
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      clearTimeout(timer);
      reject(new Error(complaint.trim() || `the process ended with ${killedBy ?? code} and no answer`));
    });
  });
}
