// Jobs that run later: after a delay, or at a time. Both are judged by the clock of Redis, never by that of a worker.
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };

const queue = new Queue('reminders', options);
const worker = new Worker(
  'reminders',
  {
    remind(job) {
      const waited = (Date.now() - job.addedAt) / 1000;
      console.log(`${job.data.text} (${waited.toFixed(1)} s after it was added)`);
    },
  },
  options,
);

const third = await queue.add('remind', { text: 'third: the boat' }, { delay: '1.5s' });
const second = await queue.add('remind', { text: 'second: the tide' }, { runAt: new Date(Date.now() + 700) });
console.log(`the later two are ${await second.state()} and ${await third.state()}`);
const first = await queue.add('remind', { text: 'first: the coffee' });
for (const job of [first, second, third]) await job.result({ timeout: '10s' });

await worker.close();
await queue.close();
await close();
