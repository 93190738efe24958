// One contract for producers and workers. The schemas (zod here; any Standard Schema fits) give the types, which an editor
// shows in this file too, and check data when it is added and again when it runs.
import { defineQueue, InvalidPayloadError, Queue, Worker } from '@longshore/core';
import { z } from 'zod';
import { openRedis } from './support/open-redis.mjs';

const mail = defineQueue(
  'mail',
  {
    welcome: { data: z.object({ to: z.email() }), result: z.object({ id: z.string() }) },
    digest: { data: z.object({ day: z.iso.date(), limit: z.int().default(10) }) },
  },
  { attempts: 3, backoff: '2s' },
);

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };

const queue = new Queue(mail, options);
const worker = new Worker(
  mail,
  {
    welcome: async (job) => ({ id: `mail-to-${job.data.to}` }),
    // `limit` was not given: the schema has filled it in.
    digest: (job) => console.log(`digest of ${job.data.day}, at most ${job.data.limit} items`),
  },
  options,
);

const welcome = await queue.add('welcome', { to: 'ada@example.com' });
const { id } = await welcome.result({ timeout: '10s' });
console.log('welcome:', id);
await (await queue.add('digest', { day: '2026-01-31' })).result({ timeout: '10s' });

try {
  await queue.add('welcome', { to: 'nobody' });
} catch (error) {
  if (!(error instanceof InvalidPayloadError)) throw error;
  console.log(`refused before it was sent: ${error.code} at ${error.field}`);
}

await worker.close();
await queue.close();
await close();
