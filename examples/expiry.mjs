// A job that is worth nothing later: unless a worker has started it in time it ends as expired.
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };
const queue = new Queue('expiry', options);

// Nobody works on this queue yet, so the first code gets stale and the second does not.
const stale = await queue.add('send-code', { code: 1234 }, { expiresIn: '50ms' });
const fresh = await queue.add('send-code', { code: 5678 }, { expiresIn: '1m' });
await new Promise((resolve) => setTimeout(resolve, 100));

const worker = new Worker('expiry', (job) => console.log('sent', job.data.code), options);
await fresh.result();
await stale.result().catch((error) => console.log(`${error.code}: ${error.reason}`));

await worker.close();
await queue.close();
await close();
