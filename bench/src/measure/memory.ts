// What a job costs in Redis: waiting, and finished but kept. The server has run the contestant's scripts before, so
// that only data counts; a key that stays within a bound whatever the number of jobs is left out.
import { drain } from './drain.js';
import type { Reading } from './reading.js';
import { payloadOf, type Rig } from './rig.js';

// Hash tables grow by powers of two: at this number they are as full as they are on average.
const JOBS = 20_000;
const WARM_UP = 500;
const CONCURRENCY = 100;

export async function measureMemory(rig: Rig, size: number): Promise<Reading[]> {
  const payload = payloadOf(size);
  await rig.fill(WARM_UP, payload);
  await drain(rig, { concurrency: CONCURRENCY, jobs: WARM_UP });
  await rig.reset();
  const empty = await rig.dataBytes();
  await rig.fill(JOBS, payload);
  const waiting = await rig.dataBytes();
  await drain(rig, { concurrency: CONCURRENCY, jobs: JOBS, keepAll: true });
  const finished = await rig.dataBytes();
  const reading = (state: string, bytes: number): Reading => ({
    workload: `bytes-${state}-${size}`,
    value: bytes / JOBS,
    redisMicros: null,
    nodeMicros: null,
  });
  return [reading('waiting', waiting - empty), reading('finished', finished - empty)];
}
