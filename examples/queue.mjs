// A queue: add jobs, run them, wait for what they return. One fails twice and is tried again after a growing pause; one
// says that trying again cannot help.
import { JobFailedError, Queue, UnrecoverableError, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };

const queue = new Queue('orders', options);
const worker = new Worker(
  'orders',
  {
    total(job) {
      let sum = 0;
      for (const price of job.data.prices) sum += price;
      return sum;
    },
    async ship(job) {
      if (job.attempt < 3) throw new Error('the carrier does not answer');
      return `shipped at attempt ${job.attempt}`;
    },
    async refund(job) {
      // No attempt will make the card valid: do not try again, however many attempts are left.
      throw new UnrecoverableError(`card ${job.data.card} is closed`);
    },
  },
  options,
);
worker.on('retrying', (job, error, delayMs) => {
  console.log(`${job.name}: attempt ${job.attempt} failed (${error}), again in ${delayMs} ms`);
});

const total = await queue.add('total', { prices: [12, 30] });
console.log('total:', await total.result());

const ship = await queue.add(
  'ship',
  { order: 7 },
  { attempts: 5, backoff: { type: 'exponential', delay: '100ms', jitter: 0 } },
);
console.log('ship:', await ship.result({ timeout: '10s' }));

const refund = await queue.add('refund', { card: '4242' }, { attempts: 5 });
try {
  await refund.result();
} catch (error) {
  if (!(error instanceof JobFailedError)) throw error;
  console.log(`refund: ${error.code} after ${error.attempts} attempt: ${error.failure.message}`);
}

await worker.close();
await queue.close();
await close();
