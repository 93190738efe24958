// One worker for several queues. While both have jobs waiting, `urgent` gets three slots for each one of `bulk`; when one
// is empty, the other gets them all.
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };

const urgent = new Queue('urgent', options);
const bulk = new Queue('bulk', options);
const jobs = Array.from({ length: 40 }, (_, n) => ({ name: 'work', data: { n } }));
const handles = [...(await urgent.addBulk(jobs)), ...(await bulk.addBulk(jobs))];

/** @type {string[]} */
const order = [];
const handlersOf = (/** @type {string} */ letter) => ({
  async work() {
    order.push(letter);
    await new Promise((resolve) => setTimeout(resolve, 20));
  },
});
const worker = new Worker(
  [
    { queue: 'urgent', handlers: handlersOf('U'), weight: 3 },
    { queue: 'bulk', handlers: handlersOf('b'), weight: 1 },
  ],
  { ...options, concurrency: 4 },
);

await Promise.all(handles.map((job) => job.result({ timeout: '20s' })));
console.log(order.join(''));
const count = (/** @type {string} */ letter) => order.slice(0, 40).filter((each) => each === letter).length;
console.log(`of the first 40 jobs: ${count('U')} urgent, ${count('b')} bulk`);

await worker.close();
await urgent.close();
await bulk.close();
await close();
