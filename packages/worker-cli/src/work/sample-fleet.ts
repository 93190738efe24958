// Fleets for unit tests: what a supervisor would show, with all as it should be but what a test asks for.
import type { Fleet, ProcessView } from './fleet.js';
import type { MetricSnapshot, ProcessStatus } from './messages.js';

export type SampleProcess = Partial<Omit<ProcessView, 'status'>> & {
  readonly status?: Partial<ProcessStatus> | undefined;
};

const WELL: ProcessStatus = {
  state: 'running',
  running: 0,
  leaked: 0,
  finished: 0,
  lagMs: 2,
  memory: 50_000_000,
  queues: [{ name: 'mail', registered: true, lastTakeAgeMs: 100 }],
};

/** A process that takes jobs from the queue `mail`. */
export function sampleProcess(parts: SampleProcess = {}): ProcessView {
  const status = 'status' in parts && parts.status === undefined ? undefined : { ...WELL, ...parts.status };
  return { number: 1, pid: 1234, state: 'ready', ageMs: 60_000, statusAgeMs: 400, ...parts, status };
}

/** A fleet that runs. */
export function sampleFleet(
  parts: Partial<Fleet> = {},
  processes: readonly ProcessView[] = [sampleProcess()],
  metrics: readonly (readonly MetricSnapshot[])[] = [],
): Fleet {
  return {
    state: 'running',
    wanted: 1,
    processes,
    replaced: { crashed: 0, blocked: 0, 'max-jobs': 0, 'max-memory': 0, restart: 0 },
    leaseMs: 15_000,
    collect: async () => metrics,
    ...parts,
  };
}
