// A job of five steps, whose worker is killed after the third: the next worker goes on with the fourth.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const STEPS = 5;
const isFirst = process.env['ROLE'] === 'first';

/** @param {import('@longshore/core').Job} job */
async function handler(job) {
  let { step } = (await job.restore()) ?? { step: 0 };
  for (; step < STEPS; step++) {
    console.log(isFirst ? 'first' : 'second', 'worker: step', step + 1);
    await job.checkpoint({ step: step + 1 });
    await job.log(`step ${step + 1} is done`);
    if (isFirst && step === 2) process.kill(process.pid, 'SIGKILL');
  }
  return `${STEPS} steps`;
}

// A short lease, so that nobody has to wait for long until the first one is taken for dead.
const lease = '1s';

if (isFirst) {
  new Worker('steps', handler, { connection: String(process.argv[2]), prefix: String(process.argv[3]), lease });
} else {
  const { connection, prefix, close } = await openRedis();
  const queue = new Queue('steps', { connection, prefix });
  const first = fork(new URL(import.meta.url), [connection, prefix], { env: { ...process.env, ROLE: 'first' } });
  const job = await queue.add('walk', {});
  await once(first, 'exit');
  console.log('the first worker is dead');

  const second = new Worker('steps', handler, { connection, prefix, lease });
  console.log('result:', await job.result({ timeout: '30s' }));

  await second.close();
  await queue.close();
  await close();
}
