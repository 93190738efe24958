// Cancelling from anywhere: one that waits ends at once, one that runs is told by its signal and ends when it heeds it.
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };
const queue = new Queue('cancel', options);

const waiting = await queue.add('export', { rows: 10 }, { delay: '1h' });
console.log('delayed:', await queue.cancel(waiting.id, 'nobody needs it any more'));
await waiting.result().catch((error) => console.log(`${error.code}: ${error.reason}`));

const worker = new Worker(
  'cancel',
  async (job) => {
    await job.progress.post('running');
    // Whatever takes a signal takes this one. Between steps, job.signal.throwIfAborted() does.
    await sleep(60_000, undefined, { signal: job.signal });
  },
  options,
);
const running = await queue.add('export', { rows: 1_000_000 });
for await (const { value } of running.progress.watch()) {
  console.log('the job is', value);
  console.log('running:', await running.cancel('the customer closed the page'));
}
await running.result().catch((error) => console.log(`${error.code}: ${error.reason}`));
console.log('state:', await running.state());

await worker.close();
await queue.close();
await close();
