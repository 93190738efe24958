// The progress of a job, watched from two other processes. It is a notice board: the watcher that comes late sees the
// current value first, and then each newer one.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const SELF = fileURLToPath(import.meta.url);
const [role, id = '', name] = process.argv.slice(2);
if (role === 'watch') await watch();
else await run();

/** What each of the watching processes does: needs nothing but Redis and the job's id. */
async function watch() {
  const { connection, prefix, close } = await openRedis();
  const queue = new Queue('videos', { connection, prefix });
  for await (const { value } of queue.job(id).progress.watch()) {
    console.log(`${name} ${'#'.repeat(value.percent / 5).padEnd(20, '.')} ${value.percent} %`);
  }
  console.log(`${name} sees the end: ${await queue.job(id).result()}`);
  await queue.close();
  await close();
}

async function run() {
  const { connection, prefix, close } = await openRedis();
  const queue = new Queue('videos', { connection, prefix });
  const worker = new Worker(
    'videos',
    {
      async convert(job) {
        for (let percent = 0; percent <= 100; percent += 10) {
          await job.progress.post({ percent });
          await new Promise((resolve) => setTimeout(resolve, 150));
        }
        return 'film.webm';
      },
    },
    { connection, prefix },
  );
  const job = await queue.add('convert', { file: 'film.mov' });
  const env = { ...process.env, LONGSHORE_REDIS_URL: connection };
  const early = fork(SELF, ['watch', job.id, 'early'], { env });
  await new Promise((resolve) => setTimeout(resolve, 800));
  const late = fork(SELF, ['watch', job.id, ' late'], { env });
  await Promise.all([early, late].map((watcher) => new Promise((resolve) => watcher.once('exit', resolve))));
  await worker.close();
  await queue.close();
  await close();
}
