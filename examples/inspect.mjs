// Looking into a queue: page by page through what waits, one job in full, what failed with a certain error, and the
// question that operators ask most: why does this job not run?
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };
const queue = new Queue('inspected-orders', options);

await queue.pause();
await queue.limits.set({ concurrency: 5 });
const jobs = await queue.addBulk(
  [1, 2, 3, 4, 5, 6, 7].map((order) => ({
    name: 'ship',
    data: { order },
    options: { jobId: `o${order}`, attempts: 2, backoff: '50ms' },
  })),
);

const pages = [];
/** @type {string | undefined} */
let cursor;
do {
  const page = await queue.list({ state: 'waiting', limit: 5, cursor });
  pages.push(page.jobs.map(({ id }) => id).join(' '));
  cursor = page.cursor;
} while (cursor);
console.log(`5 orders at a time: ${pages.join(' | ')}`);

const worker = new Worker(
  'inspected-orders',
  {
    async ship(job) {
      if (job.data.order % 3 === 0) throw new Error('the carrier timed out');
    },
  },
  options,
);
await worker.ready();
console.log(`o6 waits: ${await reasons('o6')}`);

await queue.add('refund', { order: 1 }, { jobId: 'refund' });
await queue.resume();
await Promise.allSettled(jobs.map((job) => job.result()));
while ((await queue.counts()).parked === 0) await new Promise((resolve) => setTimeout(resolve, 20));
console.log(`refund waits: ${await reasons('refund')}`);

const failures = await queue.list({ state: 'failed', error: 'Timed Out' });
console.log(
  `timed out: ${failures.jobs
    .map(({ id }) => id)
    .sort()
    .join(', ')}`,
);

const job = await queue.get('o3');
const first = job?.history[0];
if (first?.is === 'failed') {
  console.log(`o3: ${job?.attempts} attempts, the first: ${first.error.name}: ${first.error.message}`);
}

const { counts, unhandled } = await queue.overview();
console.log(
  `at a glance: ${counts.completed} completed, ${counts.failed} failed, ${counts.parked} parked for nobody: ${unhandled}`,
);
for (const { host, state, handlers } of await queue.workers())
  console.log(`a worker on ${host}: ${state}, runs ${handlers}`);

// The ids are of our own: taken away, so that this can be run again.
for (const { id } of jobs) await queue.remove(id);
await queue.remove('refund');
await worker.close();
await queue.close();
await close();

/** @param {string} id */
async function reasons(id) {
  return (await queue.explain(id)).reasons.map(({ code }) => code).join(', ');
}
