// The floor: how fast one process can push jobs through one Redis when nothing but the design's own Redis work is
// done. A yardstick, not a queue.
import type { Driver, Payload } from './driver.js';
import { connectFloor, type FloorRedis, key, TAG, WORKER_ID } from './floor-scripts.js';
import { FloorWorker } from './floor-worker.js';
import { JOB_NAME } from './settings.js';

export async function openFloor(url: string): Promise<Driver> {
  const redis = connectFloor(url);
  const producer = new FloorProducer(redis);
  await redis.ping();
  return {
    add: (payload) => producer.add(payload),
    addMany: (payloads) => producer.addMany(payloads),
    async work(handler, options) {
      const worker = new FloorWorker(connectFloor(url), connectFloor(url), handler, options);
      await worker.start();
      return worker;
    },
    async unsettled() {
      const [waiting, pending, active] = await Promise.all([
        redis.llen(key('waiting')),
        redis.llen(key(`pending:${WORKER_ID}`)),
        redis.hlen(key(`active:${WORKER_ID}`)),
      ]);
      return waiting + pending + active;
    },
    boundedKeys: [],
    close: async () => redis.disconnect(),
  };
}

class FloorProducer {
  #sequence = 0;
  #batch: Payload[] = [];
  #sent: Promise<number> | undefined;

  constructor(private readonly redis: FloorRedis) {}

  // Adds of one turn share a call. The next tick comes after every promise that this turn resolved, so a hundred
  // callers that each await their own add form a batch of a hundred, and a lone one waits for nobody.
  add(payload: Payload): Promise<number> {
    this.#batch.push(payload);
    this.#sent ??= new Promise((resolve, reject) => {
      process.nextTick(() => {
        const batch = this.#batch;
        this.#batch = [];
        this.#sent = undefined;
        this.addMany(batch).then(resolve, reject);
      });
    });
    return this.#sent;
  }

  addMany(payloads: readonly Payload[]): Promise<number> {
    const values = [TAG];
    for (const payload of payloads) {
      values.push(`p0x7Kd2a-${(this.#sequence++).toString(36)}`, JSON.stringify([JOB_NAME, payload, Date.now()]));
    }
    return this.redis.enqueue(key('waiting'), ...values);
  }
}
