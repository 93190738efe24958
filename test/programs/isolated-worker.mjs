// A worker with an isolated handler in a process of its own, for tests that kill it. The one argument is a JSON text: { queue, options }.
import { isolated, Worker } from '@longshore/core';
import { tell } from './job-runner.mjs';

const { queue, options } = JSON.parse(process.argv[2]);
const worker = new Worker(
  queue,
  isolated(new URL('../isolated/fixtures/obey.mjs', import.meta.url), { timeout: '1m' }),
  options,
);
await worker.ready();
tell('ready');
