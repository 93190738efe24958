// Limits over all workers together, changed while they run: a rate, a number of jobs at once, a depth; and a pause.
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };
const queue = new Queue('limits', options);

let running = 0;
let most = 0;
const run = async () => {
  most = Math.max(most, ++running);
  await new Promise((resolve) => setTimeout(resolve, 10));
  running--;
};
// Two workers with 20 slots each; the limits hold for both together.
const workers = [1, 2].map(() => new Worker('limits', run, { ...options, concurrency: 20 }));

await queue.limits.set({ concurrency: 3 });
const burst = await queue.addBulk(Array.from({ length: 40 }, (_, n) => ({ name: 'call', data: n })));
await Promise.all(burst.map((job) => job.result()));
console.log(`at most ${most} at once`);

await queue.limits.set({ concurrency: null, rate: { max: 5, per: '500ms' } });
const since = performance.now();
const steady = await queue.addBulk(Array.from({ length: 15 }, (_, n) => ({ name: 'call', data: n })));
await Promise.all(steady.map((job) => job.result()));
console.log(`15 jobs, 5 in half a second: ${performance.now() - since > 900 ? 'about a second' : 'too quick'}`);
console.log('limits:', JSON.stringify(await queue.limits.get()));

await queue.pause();
await queue.limits.set({ rate: null, depth: { max: 2 } });
for (const n of [1, 2, 3]) {
  await queue.add('call', n).catch((error) => console.log(`job ${n}: ${error.code}`));
}
await queue.resume();

await Promise.all(workers.map((worker) => worker.close()));
await queue.close();
await close();
