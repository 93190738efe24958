// A worker that keeps a checkpoint, and dies over its job. The one argument is a JSON text: { queue, options }.
import { Worker } from '@longshore/core';

const { queue, options } = JSON.parse(process.argv[2]);

new Worker(
  queue,
  async (job) => {
    await job.log('half way');
    await job.checkpoint({ half: job.data });
    process.kill(process.pid, 'SIGKILL');
    // The signal comes in a moment; the handler must not end before it does.
    await new Promise(() => {});
  },
  options,
);
process.on('disconnect', () => process.exit());
