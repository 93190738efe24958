// Opens a worker, lets it run a few jobs, closes it, and does that again until it is told to stop: it ends at `closed`.
// The one argument is a JSON text: { log, queues, options }.
import { Worker } from '@longshore/core';
import { makeRunner, tell } from './job-runner.mjs';

const { log, queues, options } = JSON.parse(process.argv[2]);
const runner = makeRunner(log);
let going = true;
let turns = 0;

process.on('message', () => {
  going = false;
});
process.on('disconnect', () => process.exit());

while (going) {
  const worker = new Worker(queues[0], runner.run, options);
  await worker.ready();
  // Every second one closes in the moment in which it is ready: with a blocked read on its way, perhaps.
  if (turns % 2 === 0) await new Promise((resolve) => worker.once('completed', resolve));
  await worker.close({ deadline: '5s' });
  turns++;
  tell('turned', { turns });
}
tell('closed', { turns });
process.disconnect();
