// Middleware stands around handlers: the first is the outermost. `onExhausted` hears of what has failed for good.
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };

/** @type {import('@longshore/core').Middleware} */
const shouting = async (_job, next) => String(await next()).toUpperCase();

/** Answers without the handler. @type {import('@longshore/core').Middleware} */
const caching = (job, next) => (job.name === 'cached' ? 'from the cache' : next());

/** @type {import('@longshore/core').Middleware} */
const tracing = async (job, next) => {
  if (job.name === 'hello') process.stdout.write('outside, then ');
  return next();
};

/** @type {(id: string) => void} */
let reported = () => {};
const isReported = new Promise((resolve) => {
  reported = resolve;
});

const queue = new Queue('texts', options);
const worker = new Worker(
  'texts',
  {
    hello() {
      console.log('the handler');
      return 'hello';
    },
    cached: () => 'never called',
    broken() {
      throw new Error('no luck');
    },
  },
  {
    ...options,
    middleware: [caching, shouting, tracing],
    onExhausted({ id, name, queue, attempts }, error) {
      const { message } = /** @type {Error} */ (error);
      console.log(`reported: ${name} of the queue ${queue} after ${attempts} attempts: ${message}`);
      reported(id);
    },
  },
);

console.log('result:', await (await queue.add('hello', null)).result({ timeout: '10s' }));
console.log('cached:', await (await queue.add('cached', null)).result({ timeout: '10s' }));
await queue.add('broken', null, { attempts: 2, backoff: '10ms' });
await isReported;

await worker.close();
await queue.close();
await close();
