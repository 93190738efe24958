import { Queue, Worker } from '@longshore/core';
import { startDashboard } from '@longshore/dashboard-api';
import { type Contestant, dataOf, JOB_NAME, type JobData, QUEUE_NAME } from './contestant.js';
import { LOOKED_AT, PAGE, PAGES, type Paths, STATES } from './requests.js';

const KEEP = { count: 10_000_000, age: '30d' } as const;
const BASE = `/api/v1/queues/${QUEUE_NAME}`;

export function openLongshore(url: string): Contestant {
  const queue = new Queue(QUEUE_NAME, { connection: url, deadline: '1m' });
  return {
    add(from, to, isDelayed) {
      const options = isDelayed ? { delay: '1h' as const } : {};
      return queue.addBulk(
        Array.from({ length: to - from }, (_, i) => ({ name: JOB_NAME, data: dataOf(from + i), options })),
      );
    },
    async ended() {
      const { completed, failed } = await queue.counts();
      return completed + failed;
    },
    paths: () => pathsOf(queue),
    async work(handler, concurrency) {
      const worker = new Worker(QUEUE_NAME, (job) => handler(job as { data: JobData }), {
        connection: url,
        concurrency,
        keep: { completed: KEEP, failed: KEEP },
      });
      await worker.ready();
      return () => worker.close();
    },
    // Everybody is on one address here.
    serve: async () => (await startDashboard({ connection: url, port: 0, rateLimit: false })).url,
    close: () => queue.close(),
  };
}

/** Pages of it are reached by cursors, which stay where they are while jobs come and go. */
async function pathsOf(queue: Queue): Promise<Paths> {
  const list: string[] = [];
  const detail: string[] = [];
  for (const state of STATES) {
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page++) {
      const behind = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      list.push(`${BASE}/jobs?state=${state}&limit=${PAGE}${behind}`);
      ({ cursor } = await queue.list({ state, limit: PAGE, cursor }));
    }
    // The newest: those that wait are not run meanwhile.
    const { jobs } = await queue.list({ state, limit: LOOKED_AT, order: 'newest' });
    detail.push(...jobs.map(({ id }) => `${BASE}/jobs/${encodeURIComponent(id)}`));
  }
  return { overview: ['/api/v1/queues', BASE], list, detail };
}
