// Kills a worker process with -9 at a moment when it surely holds jobs: it says so on its notice board, and while it is
// stopped, and can finish nothing any more, Redis says so too.
import { setTimeout as rest } from 'node:timers/promises';
import type { FileQueue } from './file-jobs.js';
import type { RunView, WorkerView } from './run-view.js';

/** What a stopped process has sent already has long arrived by then. */
const ARRIVED_MS = 50;

export interface Casualty {
  readonly worker: WorkerView;
  /** The files that it was measuring. */
  readonly held: readonly string[];
}

/** Resolves to whom it hit; undefined when `signal` says that there is nothing to wait for any more. */
export async function killHolder(view: RunView, queue: FileQueue, signal: AbortSignal): Promise<Casualty | undefined> {
  while (!signal.aborted) {
    await view.until(() => busiest(view) !== undefined, signal);
    const worker = busiest(view);
    if (!worker || signal.aborted) break;
    process.kill(worker.pid, 'SIGSTOP');
    await rest(ARRIVED_MS);
    const held = await stillHeld(worker, queue);
    if (held.length > 0) {
      worker.state = 'killed';
      process.kill(worker.pid, 'SIGKILL');
      return { worker, held };
    }
    const before = worker.notice;
    process.kill(worker.pid, 'SIGCONT');
    await view.until(() => worker.notice !== before, signal);
  }
  return undefined;
}

function busiest(view: RunView): WorkerView | undefined {
  const busy = [...view.workers.values()].filter(
    ({ state, notice }) => state === 'running' && notice.running.length > 0,
  );
  return busy.sort((a, b) => b.notice.running.length - a.notice.running.length)[0];
}

async function stillHeld({ notice }: WorkerView, queue: FileQueue): Promise<string[]> {
  const states = await Promise.all(
    notice.running.map(({ id }) =>
      queue
        .job(id)
        .state()
        .catch(() => 'removed'),
    ),
  );
  return notice.running.filter((_, i) => states[i] === 'active').map(({ path }) => path);
}
