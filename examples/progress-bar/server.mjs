// A page with a progress bar on a running job. The page may watch its own job and nothing else: for each job that it starts it gets a
// token. Reload it in the middle: the bar goes on.
//
//   node examples/progress-bar/server.mjs
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Queue, Worker } from '@longshore/core';
import { createDashboardHandler, createProgressToken } from '@longshore/dashboard-api';
import { openRedis } from '../support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();
const QUEUE = 'harbour';
const STEPS = ['docking', 'opening the hold', 'unloading', 'inspecting', 'closing the hold', 'casting off'];
const tickMs = Number(process.env['TICK_MS'] ?? 120);

const queue = new Queue(QUEUE, { connection, prefix });
const worker = new Worker(
  QUEUE,
  {
    async unload(job) {
      for (let percent = 1; percent <= 100; percent++) {
        const step = STEPS[Math.min(STEPS.length - 1, Math.floor((percent * STEPS.length) / 100))];
        await job.progress.post({ percent, step });
        await pause(tickMs, undefined, { signal: job.signal });
      }
      return { containers: 12 };
    },
  },
  { connection, prefix },
);

// Nobody logs in here: what opens the API is a token of a job. In production the secret comes from the environment.
const secret = process.env['PROGRESS_SECRET'] ?? crypto.randomUUID() + crypto.randomUUID();
const api = await createDashboardHandler({ connection, prefix, secret, authenticate: () => undefined, readOnly: true });

const client = new URL('./', import.meta.resolve('@longshore/client'));
/** @type {Record<string, [URL, string]>} */
const FILES = {
  '/': [new URL('page/index.html', import.meta.url), 'text/html; charset=utf-8'],
  '/page.js': [new URL('page/page.js', import.meta.url), 'text/javascript; charset=utf-8'],
  '/page.css': [new URL('page/page.css', import.meta.url), 'text/css; charset=utf-8'],
};

/** @param {string} path @returns {[URL, string] | undefined} */
function fileOf(path) {
  const module = /^\/client\/([\w-]+\.js)$/.exec(path)?.[1];
  return module ? [new URL(module, client), 'text/javascript; charset=utf-8'] : FILES[path];
}

const server = createServer(async (request, response) => {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  if (path.startsWith('/api/')) return api(request, response);
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'",
  );
  response.setHeader('x-content-type-options', 'nosniff');
  if (request.method === 'POST' && path === '/jobs') {
    const { id } = await queue.add('unload', null);
    const token = createProgressToken({ secret, queue: QUEUE, id, expiresIn: '1h' });
    response.setHeader('content-type', 'application/json');
    return response.end(JSON.stringify({ url: `/api/v1/queues/${QUEUE}/jobs/${id}/progress`, token }));
  }
  const file = request.method === 'GET' ? fileOf(path) : undefined;
  if (!file) return response.writeHead(404).end();
  response.setHeader('content-type', file[1]);
  response.end(await readFile(fileURLToPath(file[0])));
});
server.listen(Number(process.env['PORT'] ?? 4680), '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') console.log(`open http://127.0.0.1:${address.port}`);
});

let isClosing = false;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, async () => {
    if (isClosing) return;
    isClosing = true;
    await api.close();
    server.close();
    server.closeAllConnections();
    await worker.close({ deadline: 0 });
    await queue.close();
    await close();
  });
