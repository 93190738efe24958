// Workers in a process of their own, for tests that kill it. The one argument is a JSON text:
// { log, queues, options, count, ignored, grace, apart }. With `apart`, suspects run in processes of their own and log to the same file.
import { isolated, Worker } from '@longshore/core';
import { makeRunner, tell } from './job-runner.mjs';

const { log, queues, options, count = 1, ignored, grace, apart } = JSON.parse(process.argv[2]);
const runner = makeRunner(log, ignored);
const handlers = grace === undefined ? runner.run : { work: { run: runner.run, grace } };
if (apart) {
  process.env.LONGSHORE_TEST_LOG = log;
  options.suspects = isolated(new URL('./suspect-handler.mjs', import.meta.url), { timeout: '1m' });
}
const workers = Array.from({ length: count }, start);

function start() {
  const worker =
    queues.length === 1
      ? new Worker(queues[0], handlers, options)
      : new Worker(
          queues.map((queue) => ({ queue, handlers })),
          options,
        );
  worker.on('completed', (job) => tell('completed', { id: job.id }));
  worker.on('failed', (_job, error, id) => tell('failed', { id, message: error.message }));
  worker.on('stale', (error) => tell('stale', { id: error.id }));
  worker.on('error', (error) => tell('error', { code: error.code }));
  worker.on('recovered', (info) => tell('recovered', info));
  worker.on('lost', (info) => {
    runner.lost(info.worker);
    tell('lost', info);
  });
  return worker;
}

process.on('message', async ({ say, id, close }) => {
  if (say === 'release') runner.release(id);
  if (say !== 'close') return;
  await Promise.all(workers.map((worker) => worker.close(close)));
  tell('closed');
  process.disconnect();
});
// A parent that died cannot end this process any more.
process.on('disconnect', () => process.exit());

try {
  await Promise.all(workers.map((worker) => worker.ready()));
  tell('ready');
} catch (error) {
  // The workers go on trying.
  tell('unready', { code: error.code });
}
