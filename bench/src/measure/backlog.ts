// Does a worker slow down when a million jobs wait? It takes the same number of jobs off a long queue and off a
// short one, in the same process; the short one comes before and after, so that a drift of the machine cancels.
// What waits at the end is the number in the workload's name.
import { PAYLOAD_BYTES } from '../workloads.js';
import { drain } from './drain.js';
import { warmUp } from './process.js';
import type { Reading } from './reading.js';
import { payloadOf, type Rig } from './rig.js';

const CONCURRENCY = 100;
const SHORT = 10_000;
const LONG = 1_000_000;

export async function measureBacklog(rig: Rig): Promise<Reading[]> {
  const jobs = rig.jobsFor(await warmUp(rig, CONCURRENCY));
  const before = await take(rig, jobs, SHORT);
  const long = await take(rig, jobs, LONG);
  const after = await take(rig, jobs, SHORT);
  const short = { ...after, value: (before.value + after.value) / 2 };
  return [
    short,
    long,
    { workload: 'backlog-ratio', value: long.value / short.value, redisMicros: null, nodeMicros: null },
  ];
}

async function take(rig: Rig, jobs: number, waiting: number): Promise<Reading> {
  await rig.fill(waiting + jobs, payloadOf(PAYLOAD_BYTES));
  await rig.probe.rehash();
  const { rate, redisMicros, nodeMicros } = await drain(rig, {
    concurrency: CONCURRENCY,
    jobs,
    leaveRest: true,
  });
  await rig.reset();
  return { workload: `backlog-${waiting}`, value: rate, redisMicros, nodeMicros };
}
