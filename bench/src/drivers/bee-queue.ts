// Bee-Queue as its README sets it up for speed.
import BeeQueue from 'bee-queue';
import { addressOf, type Driver, type Payload } from './driver.js';
import { BEE_KEEP, BEE_KEEP_ALL, BEE_PRODUCER, BEE_WORKER, QUEUE_NAME } from './settings.js';

// A close waits this long for the running jobs; none runs when a measurement ends.
const CLOSE_TIMEOUT_MS = 5000;

export async function openBeeQueue(url: string): Promise<Driver> {
  const redis = addressOf(url);
  const producer = new BeeQueue<Payload>(QUEUE_NAME, { redis, ...BEE_PRODUCER });
  await producer.ready();
  return {
    add: (payload) => producer.createJob(payload).save(),
    async addMany(payloads) {
      const errors = await producer.saveAll(payloads.map((payload) => producer.createJob(payload)));
      for (const error of errors.values()) throw error;
    },
    async work(handler, { concurrency, keepAll }) {
      const worker = new BeeQueue<Payload>(QUEUE_NAME, {
        redis,
        ...BEE_WORKER,
        ...(keepAll ? BEE_KEEP_ALL : BEE_KEEP),
      });
      worker.on('error', (error) => console.error('bee-queue:', error.message));
      await worker.ready();
      worker.process(concurrency, handler);
      return { stop: () => worker.close(CLOSE_TIMEOUT_MS) };
    },
    async unsettled() {
      const health = await producer.checkHealth();
      return health.waiting + health.active;
    },
    boundedKeys: [],
    close: () => producer.close(CLOSE_TIMEOUT_MS),
  };
}
