// What can be measured. A workload is one row of the report; a measurement is one run of one process, which may
// yield several rows (one latency run gives both percentiles).

export const DRIVERS = ['longshore', 'bullmq', 'bee-queue', 'floor'] as const;
export type DriverName = (typeof DRIVERS)[number];

export type Persistence = 'none' | 'everysec';
export type Unit = 'jobs/s' | 'ms' | 'bytes' | '×';

export interface Measurement {
  readonly name: string;
  readonly yields: readonly string[];
  readonly unit: Unit;
  /** Rounds beyond this add time and no knowledge: bytes hardly move, and a million jobs take minutes to fill in. */
  readonly roundsAtMost?: number;
  readonly quickRounds?: number;
  /** Left out unless `--only` names it. */
  readonly skippedBy?: readonly ('quick' | 'everysec')[];
}

const PROCESS_CONCURRENCIES = [1, 10, 100, 1000] as const;
const PAYLOAD_SIZES = [40, 200, 1000] as const;

/** JSON bytes of the payload of every workload that does not vary it. */
export const PAYLOAD_BYTES = 41;

export const MEASUREMENTS: readonly Measurement[] = [
  { name: 'enqueue-single', yields: ['enqueue-single'], unit: 'jobs/s' },
  { name: 'enqueue-concurrent-100', yields: ['enqueue-concurrent-100'], unit: 'jobs/s' },
  { name: 'enqueue-bulk-100', yields: ['enqueue-bulk-100'], unit: 'jobs/s' },
  ...PROCESS_CONCURRENCIES.map((concurrency): Measurement => {
    const name = `process-${concurrency}`;
    const skippedBy = concurrency === 10 || concurrency === 100 ? [] : (['everysec'] as const);
    return { name, yields: [name], unit: 'jobs/s', skippedBy };
  }),
  { name: 'latency', yields: ['latency-p50', 'latency-p99'], unit: 'ms' },
  ...PAYLOAD_SIZES.map(
    (size): Measurement => ({
      name: `bytes-${size}`,
      yields: [`bytes-waiting-${size}`, `bytes-finished-${size}`],
      unit: 'bytes',
      roundsAtMost: 3,
      quickRounds: 1,
      skippedBy: ['everysec'],
    }),
  ),
  {
    name: 'backlog',
    yields: ['backlog-10000', 'backlog-1000000', 'backlog-ratio'],
    unit: 'jobs/s',
    roundsAtMost: 3,
    quickRounds: 1,
    skippedBy: ['quick', 'everysec'],
  },
];

/** Report order: all rates, then latency, then bytes of waiting jobs before bytes of finished ones. */
export const WORKLOADS: readonly string[] = MEASUREMENTS.flatMap((measurement) => measurement.yields).sort(
  (a, b) => section(a) - section(b),
);

function section(workload: string): number {
  if (workload.startsWith('bytes-finished')) return 2;
  return workload.startsWith('bytes-waiting') ? 1 : workload.startsWith('backlog') ? 3 : 0;
}

export function unitOf(workload: string): Unit {
  if (workload === 'backlog-ratio') return '×';
  const measurement = MEASUREMENTS.find((candidate) => candidate.yields.includes(workload));
  if (measurement === undefined) throw new Error(`no workload is called ${workload}`);
  return measurement.unit;
}
