// Is what stands in Redis sound? An audit looks while the queue works, and can put right what is not. Here the damage is
// done by hand, as a program might that writes to the keys of a queue, or an operator who restores half of a backup.
import { Queue, Worker } from '@longshore/core';
import { Redis } from 'ioredis';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };

const queue = new Queue('cellar', options);
const bottle = await queue.add('store', { bottle: 'port' });
const cask = await queue.add('store', { bottle: 'rum' });

const sound = await queue.audit({ deep: true });
console.log(`before: ${sound.found} findings in ${sound.checked} entries`);

const redis = new Redis(connection);
await redis.lrem(`{${prefix}:cellar}:waiting`, 0, bottle.id);
await redis.lpush(`{${prefix}:cellar}:waiting`, cask.id);
redis.disconnect();

// `deep` finds what nothing leads to: it looks at all keys of the server, in small steps.
const { findings } = await queue.audit({ deep: true, repair: true });
for (const { code, repaired } of findings) console.log(`${code}${repaired ? ', repaired' : ''}`);
console.log(`after: ${(await queue.audit({ deep: true })).found} findings`);

let runs = 0;
const worker = new Worker('cellar', { store: () => ++runs }, options);
await Promise.all([bottle, cask].map((job) => job.result({ timeout: '20s' })));
await worker.close();
console.log(`two jobs, ${runs} runs`);

await queue.close();
await close();
