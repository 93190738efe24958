// Workers register on each queue by themselves; people look after processes.
import type { WorkerInfo } from '@longshore/core';
import type { ProcessView } from '../schemas/workers.js';

export interface QueueWorkers {
  readonly name: string;
  readonly workers: readonly WorkerInfo[];
}

interface Registration {
  readonly queue: string;
  readonly worker: WorkerInfo;
}

/** What is worse than dead concerns whoever looks; dead is what all of it is when nothing else is left. */
const WORST_FIRST = ['blocked', 'quiet', 'alive', 'dead'] as const;

/** One entry for each process, those that have been here longest first. */
export function byProcess(queues: readonly QueueWorkers[]): ProcessView[] {
  const processes = new Map<string, Registration[]>();
  for (const { name, workers } of queues)
    for (const worker of workers) {
      // One that says nothing of itself, such as one of another version, stands alone.
      const process = worker.process || worker.id;
      const known = processes.get(process);
      if (known) known.push({ queue: name, worker });
      else processes.set(process, [{ queue: name, worker }]);
    }
  return [...processes].map(toProcess).sort((one, other) => one.since - other.since);
}

function toProcess([process, registrations]: [string, Registration[]]): ProcessView {
  const workers = registrations.map(({ worker }) => worker);
  const living = workers.filter(({ state }) => state !== 'dead');
  // A registration that has ended is not what the process is now.
  const current = living.length > 0 ? living : workers;
  // Each heartbeat tells of the whole process: the one whose lease holds longest was heard of last.
  const { host, pid, version, slots, busy, memory, lag } = current.reduce((latest, worker) =>
    worker.leaseLeftMs > latest.leaseLeftMs ? worker : latest,
  );
  return {
    process,
    host,
    pid,
    version,
    state: WORST_FIRST.find((state) => current.some((worker) => worker.state === state)) ?? 'dead',
    ...(slots === undefined ? {} : { slots }),
    ...(busy === undefined ? {} : { busy }),
    leaked: Math.max(...current.map(({ leaked }) => leaked)),
    ...(memory === undefined ? {} : { memory }),
    ...(lag === undefined ? {} : { lag }),
    since: Math.min(...current.map(({ since }) => since)),
    queues: registrations.map(({ queue, worker: { id, state, handlers, leaseLeftMs, active } }) => ({
      name: queue,
      id,
      state,
      handlers: [...handlers],
      leaseLeftMs,
      active,
    })),
  };
}
