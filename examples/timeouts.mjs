// Runs that take too long: one that heeds its signal, one that is quicker at its second attempt, and one that heeds nothing.
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };

const queue = new Queue('reports', options);
const worker = new Worker(
  'reports',
  {
    // What waits takes the signal, and stops when it is aborted.
    build: (job) => sleep(job.attempt === 1 ? 60_000 : 1, 'built', { signal: job.signal }),
    // Nobody can stop this one. Its attempt fails after the grace, a line of the log says so, and its slot stays taken.
    deaf: { run: () => sleep(1500), timeout: '100ms', grace: '100ms' },
  },
  { ...options, concurrency: 2 },
);

const once = await queue.add('build', {}, { timeout: '200ms' });
await once.result().catch(({ failure }) => console.log('one attempt:', failure.code));

const twice = await queue.add('build', {}, { timeout: '200ms', attempts: 2, backoff: '50ms' });
console.log('two attempts:', await twice.result());

const deaf = await queue.add('deaf', {});
await deaf.result().catch(({ failure }) => console.log('deaf:', failure.code));
console.log('leaked slots:', worker.leaked);
while (worker.leaked > 0) await sleep(50);
console.log('leaked slots when it has ended:', worker.leaked);

await worker.close();
await queue.close();
await close();
