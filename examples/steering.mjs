// An operator's hands: retry what failed, move what is delayed, cancel and remove by filter, take the whole queue away.
import { Queue, UnrecoverableError, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };
const queue = new Queue('steering', options);

let isDown = true;
const worker = new Worker(
  'steering',
  async (job) => {
    if (isDown && job.name === 'charge') throw new UnrecoverableError('the bank does not answer');
    return `${job.name} done`;
  },
  options,
);

const charges = await queue.addBulk([1, 2, 3].map((customer) => ({ name: 'charge', data: { customer } })));
await Promise.allSettled(charges.map((charge) => charge.result()));
const bank = { name: 'charge', error: 'does not answer' };
console.log('would be retried:', await queue.retryWhere(bank, { dryRun: true }));
isDown = false;
console.log('retried:', await queue.retryWhere(bank));
console.log((await Promise.all(charges.map((charge) => charge.result()))).join(', '));

const reminder = await queue.add('remind', {}, { delay: '1h' });
console.log('put off:', await queue.reschedule(reminder.id, { delay: '1d' }));
console.log('at once:', await queue.promote(reminder.id), '-', await reminder.result());

await queue.addBulk([1, 2, 3, 4].map((day) => ({ name: 'digest', data: { day }, options: { delay: `${day}d` } })));
const filter = { state: /** @type {const} */ ('delayed'), name: 'digest' };
console.log('cancelled:', await queue.cancelWhere(filter, { reason: 'no digests this week' }));
console.log('removed:', await queue.removeWhere({ state: 'cancelled' }, { limit: 3 }));

await queue.destroy({ confirm: 'steering' }).catch((error) => console.log(error.code));
await worker.close();
console.log('destroyed, with', await queue.destroy({ confirm: 'steering' }), 'jobs');

await queue.close();
await close();
