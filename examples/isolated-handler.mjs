// A handler in a process of its own: it may use all of a CPU while this process goes on, crash alone, and be killed when it
// never ends.
import { isolated, Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };

const queue = new Queue('primes', options);
const handler = new URL('./support/count-primes.mjs', import.meta.url);
const worker = new Worker(
  'primes',
  {
    count: isolated(handler, { timeout: '1m' }),
    // What does not stop by itself within the grace is killed, and whatever it has started with it.
    endless: isolated(handler, { timeout: '1s', grace: '200ms' }),
    crash: isolated(handler, { timeout: '1m', memory: 128 }),
  },
  options,
);

let ticks = 0;
const ticking = setInterval(() => ticks++, 5);
const job = await queue.add('count', { below: 1_000_000 });
console.log('primes below a million:', await job.result());
clearInterval(ticking);
const by = (await job.progress.read())?.value.by;
console.log(
  by === process.pid ? 'counted here' : 'counted by another process',
  '- this one was free meanwhile:',
  ticks > 5,
);

for (const name of ['endless', 'crash']) {
  const doomed = await queue.add(name, {});
  await doomed.result().catch(({ failure }) => console.log(`${name}: ${failure.code}: ${failure.message}`));
}

await worker.close();
await queue.close();
await close();
