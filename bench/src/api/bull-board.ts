// BullMQ with bull-board, as their documentation sets them up.
import type { AddressInfo } from 'node:net';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { Queue, Worker } from 'bullmq';
import { fastify } from 'fastify';
import { addressOf } from '../drivers/driver.js';
import { type Contestant, dataOf, JOB_NAME, QUEUE_NAME } from './contestant.js';
import { LOOKED_AT, PAGE, PAGES, type Paths, STATES } from './requests.js';

const BASE = '/board';
const HOUR_MS = 3_600_000;

export function openBullBoard(url: string): Contestant {
  const connection = { ...addressOf(url), maxRetriesPerRequest: null };
  const queue = new Queue(QUEUE_NAME, { connection });
  return {
    add(from, to, isDelayed) {
      const opts = isDelayed ? { delay: HOUR_MS } : {};
      return queue.addBulk(
        Array.from({ length: to - from }, (_, i) => ({ name: JOB_NAME, data: dataOf(from + i), opts })),
      );
    },
    async ended() {
      const { completed = 0, failed = 0 } = await queue.getJobCounts('completed', 'failed');
      return completed + failed;
    },
    paths: () => pathsOf(queue),
    async work(handler, concurrency) {
      // Its default keeps all that have ended.
      const worker = new Worker(QUEUE_NAME, handler, { connection, concurrency });
      worker.on('error', (error) => console.error('bullmq:', error.message));
      await worker.waitUntilReady();
      return () => worker.close();
    },
    serve: () => serve(queue),
    close: () => queue.close(),
  };
}

async function serve(queue: Queue): Promise<string> {
  const adapter = new FastifyAdapter();
  createBullBoard({ queues: [new BullMQAdapter(queue)], serverAdapter: adapter });
  adapter.setBasePath(BASE);
  const server = fastify();
  await server.register(adapter.registerPlugin(), { prefix: BASE, logLevel: 'warn' });
  await server.listen({ host: '127.0.0.1', port: 0 });
  return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
}

async function pathsOf(queue: Queue): Promise<Paths> {
  const list: string[] = [];
  const detail: string[] = [];
  for (const state of STATES) {
    for (let page = 1; page <= PAGES; page++)
      list.push(`${BASE}/api/queues?activeQueue=${QUEUE_NAME}&status=${state}&page=${page}&jobsPerPage=${PAGE}`);
    // The newest: those that wait are not run meanwhile.
    const jobs = await queue.getJobs([state], 0, LOOKED_AT - 1, false);
    detail.push(...jobs.map(({ id }) => `${BASE}/api/queues/${QUEUE_NAME}/${id}`));
  }
  return { overview: [`${BASE}/api/queues`], list, detail };
}
