// Two queues with their handlers, as `longshore work` and `longshore dev` load them. With a Redis of their own:
//
//   longshore dev examples/handlers/mail.mjs
//
// and in another terminal, with the address that it prints:
//
//   longshore add mail welcome '{"to":"ada@example.com"}' --wait --redis-url redis://127.0.0.1:…
import { defineQueue } from '@longshore/core';

// Producers import this too.
export const mailQueue = defineQueue('mail', {}, { attempts: 5 });

/** @param {import('@longshore/core').Job<{ to: string }>} job */
async function welcome(job) {
  await job.log(`writing to ${job.data.to}`);
  return { id: `mail-to-${job.data.to}` };
}

/** @param {import('@longshore/core').Job<{ letters: number }>} job */
async function digest(job) {
  for (let letter = 1; letter <= job.data.letters; letter++) {
    job.signal.throwIfAborted();
    await job.progress.post({ percent: Math.round((letter / job.data.letters) * 100) });
  }
  return { letters: job.data.letters };
}

export default [
  { queue: mailQueue, handlers: { welcome, digest: { run: digest, timeout: '10m' } }, weight: 3 },
  { queue: 'housekeeping', handlers: { sweep: async () => ({ swept: 0 }) } },
];
