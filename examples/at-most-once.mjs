// At most once: with `ack: 'early'` a job counts as done with when it starts. If its worker dies it is not run again, but
// fails, and says so. For work that must rather be left undone than be done twice.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const SELF = fileURLToPath(import.meta.url);
// A short lease, so that a death is noticed soon.
const AT_MOST_ONCE = /** @type {const} */ ({ ack: 'early', lease: '1s' });
if (process.argv[2] === 'die') await workUntilKilled();
else await run();

/** A worker process that starts a payment and never gets to its end. */
async function workUntilKilled() {
  const { connection, prefix } = await openRedis();
  const handlers = {
    pay: async () => {
      process.send?.('paying');
      await new Promise(() => {});
    },
  };
  new Worker('payments', handlers, { connection, prefix, ...AT_MOST_ONCE });
}

async function run() {
  const { connection, prefix, close } = await openRedis();
  const queue = new Queue('payments', { connection, prefix });
  const payment = await queue.add('pay', { amount: 100 }, { attempts: 5 });

  const doomed = fork(SELF, ['die'], { env: { ...process.env, LONGSHORE_REDIS_URL: connection } });
  await once(doomed, 'message');
  doomed.kill('SIGKILL');
  console.log('the worker dies over the payment');

  let runs = 0;
  const pay = () => {
    runs++;
  };
  const other = new Worker('payments', { pay }, { connection, prefix, ...AT_MOST_ONCE });
  await payment.result({ timeout: '20s' }).catch((error) => console.log(`${error.code}: ${error.failure.message}`));
  console.log(`the other worker has run it ${runs} times`);

  await other.close();
  await queue.close();
  await close();
}
