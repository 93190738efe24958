// BullMQ as its documentation sets it up.
import { Queue, Worker } from 'bullmq';
import { addressOf, type Driver } from './driver.js';
import { BULLMQ_KEEP, BULLMQ_KEEP_ALL, JOB_NAME, QUEUE_NAME } from './settings.js';

export async function openBullmq(url: string): Promise<Driver> {
  const connection = { ...addressOf(url), maxRetriesPerRequest: null };
  const queue = new Queue(QUEUE_NAME, { connection });
  await queue.waitUntilReady();
  return {
    add: (payload) => queue.add(JOB_NAME, payload),
    addMany: (payloads) => queue.addBulk(payloads.map((data) => ({ name: JOB_NAME, data }))),
    async work(handler, { concurrency, keepAll }) {
      const keep = keepAll ? BULLMQ_KEEP_ALL : BULLMQ_KEEP;
      const worker = new Worker(QUEUE_NAME, handler, { connection, concurrency, ...keep });
      worker.on('error', (error) => console.error('bullmq:', error.message));
      await worker.waitUntilReady();
      return { stop: () => worker.close() };
    },
    async unsettled() {
      const counts = await queue.getJobCounts('waiting', 'active');
      return (counts['waiting'] ?? 0) + (counts['active'] ?? 0);
    },
    boundedKeys: [`bull:${QUEUE_NAME}:events`],
    close: () => queue.close(),
  };
}
