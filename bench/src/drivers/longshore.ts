// Longshore through its public API, on its defaults.
import { Queue, Worker } from '@longshore/core';
import type { Driver } from './driver.js';
import { JOB_NAME, LONGSHORE_KEEP_ALL, QUEUE_NAME } from './settings.js';

export async function openLongshore(url: string): Promise<Driver> {
  const queue = new Queue(QUEUE_NAME, { connection: url });
  await queue.counts(); // connects
  return {
    add: (payload) => queue.add(JOB_NAME, payload),
    addMany: (payloads) => queue.addBulk(payloads.map((data) => ({ name: JOB_NAME, data }))),
    async work(handler, { concurrency, keepAll }) {
      const worker = new Worker(QUEUE_NAME, handler, {
        connection: url,
        concurrency,
        ...(keepAll ? { keep: LONGSHORE_KEEP_ALL } : {}),
      });
      await worker.ready();
      return { stop: () => worker.close({ deadline: '10s' }) };
    },
    async unsettled() {
      const counts = await queue.counts();
      return counts.waiting + counts.active;
    },
    boundedKeys: [],
    close: () => queue.close(),
  };
}
