// What a queue did, minute by minute: workers tell it as they go, and it stays for a day.
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };

const queue = new Queue('harbour', options);
const worker = new Worker(
  'harbour',
  {
    async load(job) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (job.data.crate % 10 === 0) throw new Error('too heavy');
    },
  },
  options,
);

const jobs = await queue.addBulk(
  Array.from({ length: 40 }, (_, crate) => ({ name: 'load', data: { crate }, options: { attempts: 1 } })),
);
await Promise.allSettled(jobs.map((job) => job.result({ timeout: '20s' })));
// It tells what is left when it closes; while it runs, every ten seconds.
await worker.close();

const points = await queue.history({ from: new Date(Date.now() - 10 * 60_000), step: '5m' });
for (const { at, completed, failed, runMs } of points) {
  const time = new Date(at).toISOString().slice(11, 16);
  const took = runMs ? `, a run took ${runMs.mean.toFixed(0)} ms on average` : '';
  console.log(`${time}  ${completed} completed, ${failed} failed${took}`);
}
const total = points.reduce((sum, { completed, failed }) => sum + completed + failed, 0);
console.log(`in ten minutes: ${total} jobs`);

await queue.close();
await close();
