// The process of one measurement: a fresh one each time, so that its CPU and its heap belong to one contestant. It
// is forked with its orders as JSON and answers with one message.
import type { DriverName } from '../workloads.js';
import { measureBacklog } from './backlog.js';
import { measureEnqueue } from './enqueue.js';
import { measureLatency } from './latency.js';
import { measureMemory } from './memory.js';
import { measureProcess } from './process.js';
import type { Reading } from './reading.js';
import { Rig } from './rig.js';

export interface Orders {
  readonly measurement: string;
  readonly driver: DriverName;
  readonly url: string;
  readonly quick: boolean;
}

async function obey({ measurement, driver, url, quick }: Orders): Promise<Reading[]> {
  const rig = await Rig.open(driver, url, quick);
  const readings = await measure(rig, measurement);
  await rig.close();
  return readings;
}

function measure(rig: Rig, measurement: string): Promise<Reading[]> {
  if (measurement.startsWith('enqueue-')) return measureEnqueue(rig, measurement);
  if (measurement.startsWith('process-')) return measureProcess(rig, measurement);
  if (measurement.startsWith('bytes-')) return measureMemory(rig, Number(measurement.slice('bytes-'.length)));
  if (measurement === 'latency') return measureLatency(rig);
  return measureBacklog(rig);
}

const readings = await obey(JSON.parse(process.argv[2] ?? '{}') as Orders);
// What a contestant leaves open must not keep the process alive.
process.send?.(readings, () => process.exit(0));
