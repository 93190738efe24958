// Priorities are like Unix nice: lower goes first, 0 is plain first in, first out. `lifo` puts a job before those that wait
// already with the same priority.
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };
const queue = new Queue('priorities', options);

// While it is paused the jobs gather, so that their order can be seen.
await queue.pause();
const jobs = await queue.addBulk([
  { name: 'newsletter', data: 1, options: { priority: 10 } },
  { name: 'welcome', data: 2 },
  { name: 'newsletter', data: 3, options: { priority: 10 } },
  { name: 'password-reset', data: 4, options: { priority: -5 } },
  { name: 'welcome', data: 5 },
  { name: 'welcome', data: '6 (lifo)', options: { lifo: true } },
]);

/** @type {string[]} */
const ran = [];
const worker = new Worker('priorities', (job) => void ran.push(`${job.name} ${job.data}`), {
  ...options,
  concurrency: 1,
});
await queue.resume();
await Promise.all(jobs.map((job) => job.result()));
console.log(`order: ${ran.join(' | ')}`);

await worker.close();
await queue.close();
await close();
