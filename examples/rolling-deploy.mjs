// A deploy in two steps: producers already add a new kind of job while all workers are old. It is parked, not failed, and
// runs as soon as a worker with its handler is there.
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };
const queue = new Queue('rolling-deploy', options);

const oldWorker = new Worker('rolling-deploy', { welcome: () => 'old version' }, options);
const welcome = await queue.add('welcome', {});
const digest = await queue.add('digest', {});
console.log('welcome:', await welcome.result());
while ((await digest.state()) !== 'parked') await new Promise((resolve) => setTimeout(resolve, 10));
console.log('digest is parked');

const newWorker = new Worker('rolling-deploy', { welcome: () => 'new version', digest: () => 'new version' }, options);
console.log('digest:', await digest.result());

await oldWorker.close();
await newWorker.close();
await queue.close();
await close();
