// One worker drains a filled queue. The clock runs from the first line of the first handler, so that nobody pays
// here for how a worker connects, to the moment when the last job has settled in Redis (or, where jobs are meant to
// be left over, when the given number of handlers has started).
import type { Handler } from '../drivers/driver.js';
import { nodeMicros } from './probe.js';
import type { Rig } from './rig.js';

export interface DrainOptions {
  readonly concurrency: number;
  readonly jobs: number;
  /** Stop the clock at the job with this number and leave the rest. */
  readonly leaveRest?: boolean;
  readonly keepAll?: boolean;
}

export interface Drained {
  readonly rate: number;
  readonly redisMicros: number;
  readonly nodeMicros: number;
}

export async function drain(
  rig: Rig,
  { concurrency, jobs, leaveRest = false, keepAll = false }: DrainOptions,
): Promise<Drained> {
  const count = new HandlerCount(jobs);
  const redisBefore = await rig.probe.redisCpu();
  const worker = await rig.driver.work(count.handler, { concurrency, keepAll });
  await count.reached;
  if (!leaveRest) while ((await rig.driver.unsettled()) > 0);
  const seconds = (performance.now() - count.startedAt) / 1000;
  const node = nodeMicros(count.cpuAtStart);
  const redis = (await rig.probe.redisCpu()) - redisBefore;
  const begun = count.begun;
  await worker.stop();
  if (!leaveRest && count.begun !== jobs) throw new Error(`${count.begun} handlers ran for ${jobs} jobs`);
  return { rate: jobs / seconds, redisMicros: redis / begun, nodeMicros: node / jobs };
}

class HandlerCount {
  begun = 0;
  startedAt = 0;
  cpuAtStart: NodeJS.CpuUsage | undefined;
  readonly reached: Promise<void>;
  #reach!: () => void;

  constructor(private readonly target: number) {
    this.reached = new Promise((resolve) => {
      this.#reach = resolve;
    });
  }

  readonly handler: Handler = async () => {
    this.begun++;
    if (this.begun === 1) {
      this.startedAt = performance.now();
      this.cpuAtStart = process.cpuUsage();
    }
    if (this.begun === this.target) this.#reach();
    return { ok: 1 };
  };
}
