// How fast one worker process runs jobs that do nothing.
import { PAYLOAD_BYTES } from '../workloads.js';
import { drain } from './drain.js';
import type { Reading } from './reading.js';
import { payloadOf, type Rig } from './rig.js';

/** Runs jobs at this concurrency without keeping the figures; tells the rate it saw. */
export function warmUp(rig: Rig, concurrency: number): Promise<number> {
  const jobs = rig.warmUpJobs(concurrency === 1 ? 20_000 : 60_000);
  return rig.warmUp(async () => {
    await rig.fill(jobs, payloadOf(PAYLOAD_BYTES));
    return (await drain(rig, { concurrency, jobs })).rate;
  });
}

export async function measureProcess(rig: Rig, workload: string): Promise<Reading[]> {
  const concurrency = Number(/^process-(\d+)$/.exec(workload)?.[1]);
  const jobs = rig.jobsFor(await warmUp(rig, concurrency));
  await rig.fill(jobs, payloadOf(PAYLOAD_BYTES));
  const { rate, redisMicros, nodeMicros } = await drain(rig, { concurrency, jobs });
  return [{ workload, value: rate, redisMicros, nodeMicros }];
}
