// One job for a key at a time; and debounce: a burst of changes becomes one job with the last data.
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };
const queue = new Queue('unique-jobs', options);
await queue.pause();

// 'ended' is the default: the key is taken until the job has ended.
const unique = { key: 'report:7' };
const first = await queue.add('report', { version: 1 }, { unique });
const second = await queue.add('report', { version: 2 }, { unique });
console.log('added:', first.created, 'and', second.created, '- the same job:', first.id === second.id);

// Each keystroke replaces the data and begins the delay anew.
/** @param {string} text */
const save = (text) =>
  queue.add('save', { text }, { delay: '100ms', unique: { key: 'document:1', onConflict: 'replace' } });
const saving = await save('H');
for (const text of ['He', 'Hel', 'Hello']) await save(text);

const worker = new Worker(
  'unique-jobs',
  {
    report: (job) => console.log('report, version', job.data.version),
    save: (job) => console.log('saved', job.data.text),
  },
  options,
);
await queue.resume();
await first.result();
await saving.result();
console.log('free again:', (await queue.add('report', { version: 3 }, { unique })).created);

await worker.close();
await queue.close();
await close();
