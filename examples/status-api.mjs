// The status API inside an Express program, and its client: jobs are added, watched and listed over HTTP. The same calls work
// in a browser. `longshore dashboard` serves the API by itself.
import { LongshoreClient, watchProgress } from '@longshore/client';
import { Worker } from '@longshore/core';
import { createDashboardHandler } from '@longshore/dashboard-api';
import express from 'express';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const token = 'only-for-this-example';
const handler = await createDashboardHandler({
  connection,
  prefix,
  queues: ['thumbnails'],
  tokens: [{ token, role: 'operate', name: 'example' }],
  // What is shown of jobs can be made less.
  redact: (value, { kind }) => (kind === 'data' ? '(hidden)' : value),
});

const app = express();
app.get('/', (_request, response) => void response.send('the program itself'));
app.use('/ops/jobs', handler);
const server = app.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
const url = `http://127.0.0.1:${port}/ops/jobs`;

const worker = new Worker(
  'thumbnails',
  {
    async make(job) {
      for (const percent of [25, 50, 75, 100]) {
        await job.progress.post({ percent });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      if (job.data.file === 'broken.png') throw new Error('not a picture');
      return 'cat-small.png';
    },
  },
  { connection, prefix },
);

const client = new LongshoreClient({ url, token });
const path = { queue: 'thumbnails' };
const body = { name: 'make', data: { file: 'cat.png' } };
const { id } = await client.post('/queues/{queue}/jobs', { path, body, idempotencyKey: 'cat' });
const again = await client.post('/queues/{queue}/jobs', { path, body, idempotencyKey: 'cat' });
console.log(`added once: ${again.id === id}, created again: ${again.created}`);

const last = await watchProgress(
  `${url}/api/v1/queues/thumbnails/jobs/${id}/progress`,
  ({ value, state }) => console.log(`${value.percent} %${state ? `, ${state}` : ''}`),
  { token },
);
console.log(`the last notice: ${last.state}, nothing follows: ${last.next_update_url === null}`);

const bad = await client.post('/queues/{queue}/jobs', { path, body: { name: 'make', data: { file: 'broken.png' } } });
await client.get('/queues/{queue}/jobs/{id}/result', { path: { ...path, id: bad.id }, query: { wait: 10_000 } });
const { groups } = await client.get('/queues/{queue}/failures', { path });
for (const { count, name, error } of groups) console.log(`failed: ${count} × ${name}: ${error.message}`);
const job = await client.get('/queues/{queue}/jobs/{id}', { path: { ...path, id: bad.id } });
console.log(`its data: ${job.data}`);

await client
  .patch('/queues/{queue}', { path, body: { limits: { concurrency: 1 } } })
  .catch((problem) => console.log(`${problem.status} ${problem.code}: ${problem.message}`));

await worker.close();
await handler.close();
server.closeAllConnections();
server.close();
await close();
