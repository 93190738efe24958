// A worker as a user's program has it: nothing else keeps the process alive. The one argument is a JSON text: { queues, options }.
import { Worker } from '@longshore/core';

const { queues, options } = JSON.parse(process.argv[2]);
const handlers = () => 'done';
const worker = new Worker(
  queues.map((queue) => ({ queue, handlers })),
  options,
);
for (const event of ['ordered', 'closed']) worker.on(event, (order) => process.send({ is: event, order }));
// Where the test does not get to end it.
setTimeout(() => process.exit(9), 120_000).unref();
await worker.ready();
process.send({ is: 'ready' });
