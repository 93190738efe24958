// How long a job waits for an idle worker: from before `add` to the handler's first line, both in this process.
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../statistics.js';
import { PAYLOAD_BYTES } from '../workloads.js';
import type { Reading } from './reading.js';
import { payloadOf, type Rig } from './rig.js';

// Without gaps: they teach the worker's loop and the compiler, and cost a second.
const WARM_UP = 5000;

export async function measureLatency(rig: Rig): Promise<Reading[]> {
  const payload = payloadOf(PAYLOAD_BYTES);
  let arrive: (at: number) => void = () => {};
  const handler = async () => {
    arrive(performance.now());
    return { ok: 1 };
  };
  const roundTrip = async (): Promise<number> => {
    const arrival = new Promise<number>((resolve) => {
      arrive = resolve;
    });
    const start = performance.now();
    const added = rig.driver.add(payload);
    const ms = (await arrival) - start;
    await added;
    return ms;
  };
  const worker = await rig.driver.work(handler, { concurrency: 10, keepAll: false });
  const samples: number[] = [];
  const wanted = rig.quick ? 500 : 2000;
  for (let i = rig.warmUpJobs(WARM_UP); i > 0; i--) await roundTrip();
  for (let i = 0; i < wanted; i++) {
    samples.push(await roundTrip());
    // Uneven gaps: a fixed one could fall into step with a timer of the contestant.
    await sleep(3 + (i % 5));
  }
  await worker.stop();
  return [0.5, 0.99].map((share) => ({
    workload: `latency-p${share * 100}`,
    value: percentile(samples, share),
    redisMicros: null,
    nodeMicros: null,
  }));
}
