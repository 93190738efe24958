// Jobs again and again: schedules by cron pattern and by interval. Any worker of the queue ticks them.
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };
const queue = new Queue('schedules', options);

let beats = 0;
const worker = new Worker(
  'schedules',
  {
    beat: () => console.log(`beat ${++beats}`),
    report: (job) => `${job.data.pages} pages`,
  },
  options,
);

// Each program may set its schedules when it starts: one that says the same already is left alone.
const settings = { cron: '0 9 * * 1-5', timeZone: 'Europe/Berlin', name: 'report', data: { pages: 42 } };
await queue.schedules.upsert('report', settings);
const { next } = await queue.schedules.upsert('report', settings);
const berlin = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/Berlin' });
console.log(`report is due on weekdays at ${berlin.format(next).replace(/^0/, '')} in Berlin`);

await queue.schedules.upsert('pulse', { every: '200ms', name: 'beat', data: null, limit: 3 });
while (beats < 3) await new Promise((resolve) => setTimeout(resolve, 20));
const pulse = await queue.schedules.get('pulse');
console.log(`pulse: ${pulse?.runs} jobs, ${pulse?.next === undefined ? 'over' : 'goes on'}`);

// Now, besides its slots.
const job = await queue.schedules.run('report');
console.log('report, run now:', await job.result());

await queue.schedules.pause('report');
const report = await queue.schedules.get('report');
console.log(`paused: ${report?.paused}, next: ${report?.next}`);

for (const { id } of await queue.schedules.list()) await queue.schedules.remove(id);
await worker.close();
await queue.close();
await close();
