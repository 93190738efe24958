// How long ended jobs stay: by count and age for each state, and by a job's own word.
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };
const queue = new Queue('retention', options);
const worker = new Worker('retention', (job) => job.data, {
  ...options,
  // The sweep is quick here only so that the example is.
  sweep: '500ms',
  keep: { completed: { count: 1000, age: '1h' }, failed: { age: '30d' }, cancelled: 100 },
});

// Its result is fetched once, and soon: it need not stay for an hour. Nothing goes before ten seconds, so that an add that
// is repeated finds its id taken.
const brief = await queue.add('brief', 'fetched once', { keep: '10s' });
const plain = await queue.add('plain', 'kept for an hour');
console.log(await brief.result());
await plain.result();

console.log('at once:', await brief.state(), 'and', await plain.state());
const gone = async () => (await brief.state().catch((error) => error.code)) === 'ERR_JOB_REMOVED';
while (!(await gone())) await new Promise((resolve) => setTimeout(resolve, 250));
console.log('after its time: ERR_JOB_REMOVED and', await plain.state());

await worker.close();
await queue.close();
await close();
