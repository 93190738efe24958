// How fast a producer adds jobs: one by one, with a hundred adds outstanding all the time, or in bulks of a hundred.
import type { Driver, Payload } from '../drivers/driver.js';
import { PAYLOAD_BYTES } from '../workloads.js';
import { nodeMicros } from './probe.js';
import type { Reading } from './reading.js';
import { payloadOf, type Rig } from './rig.js';

const GROUP = 100;

type Enqueue = (driver: Driver, count: number, payload: Payload) => Promise<void>;

const WAYS: Readonly<Record<string, { enqueue: Enqueue; warmUp: number }>> = {
  'enqueue-single': { enqueue: oneByOne, warmUp: 20_000 },
  'enqueue-concurrent-100': { enqueue: concurrently, warmUp: 50_000 },
  'enqueue-bulk-100': { enqueue: inBulk, warmUp: 50_000 },
};

export async function measureEnqueue(rig: Rig, workload: string): Promise<Reading[]> {
  const way = WAYS[workload];
  if (way === undefined) throw new Error(`${workload} is no way to enqueue`);
  const measure = (count: number) => run(rig, workload, way.enqueue, count);
  const rate = await rig.warmUp(async () => (await measure(rig.warmUpJobs(way.warmUp))).value);
  return [await measure(rig.jobsFor(rate))];
}

async function run(rig: Rig, workload: string, enqueue: Enqueue, count: number): Promise<Reading> {
  const payload = payloadOf(PAYLOAD_BYTES);
  const redisBefore = await rig.probe.redisCpu();
  const nodeBefore = process.cpuUsage();
  const start = performance.now();
  await enqueue(rig.driver, count, payload);
  const seconds = (performance.now() - start) / 1000;
  const node = nodeMicros(nodeBefore);
  const redis = (await rig.probe.redisCpu()) - redisBefore;
  return { workload, value: count / seconds, redisMicros: redis / count, nodeMicros: node / count };
}

async function oneByOne(driver: Driver, count: number, payload: Payload): Promise<void> {
  for (let i = 0; i < count; i++) await driver.add(payload);
}

// A hundred callers, each with its own add under way, as in a busy web server: no caller waits for the others.
async function concurrently(driver: Driver, count: number, payload: Payload): Promise<void> {
  await Promise.all(Array.from({ length: GROUP }, () => oneByOne(driver, count / GROUP, payload)));
}

async function inBulk(driver: Driver, count: number, payload: Payload): Promise<void> {
  const group = new Array<Payload>(GROUP).fill(payload);
  for (let done = 0; done < count; done += GROUP) await driver.addMany(group);
}
