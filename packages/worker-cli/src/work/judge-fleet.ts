// Whether a supervisor and its processes are well: what /livez, /readyz and systemd are told. Pure: it looks at what is
// known of the fleet and asks nobody.
import type { Fleet, ProcessView } from './fleet.js';

/** A process says something every second; one that was silent for longer has a main thread that is blocked. */
const SILENT_MS = 3000;
/** An idle worker hears from Redis every 2 s, a full or paused one every 4 to 6 s: a lease shorter than that says nothing. */
const LEAST_LIMIT_MS = 10_000;

export type ShownState = ProcessView['state'] | 'blocked';

export interface Judgement {
  readonly status: 'ready' | 'starting' | 'quiet' | 'stopping' | 'unready';
  readonly isReady: boolean;
  /** What is not as it should be, worst first. With a process that is blocked beside others that work, a fleet is ready all the same. */
  readonly reasons: readonly string[];
}

export interface QueueFreshness {
  readonly queue: string;
  /** How long ago a process that takes jobs last heard from Redis about it, ms; undefined: none did. */
  readonly ageMs: number | undefined;
}

/** What a process is doing, as people are told. */
export function shownState({ state, status, statusAgeMs }: ProcessView): ShownState {
  return (state === 'ready' || state === 'quiet') && status && statusAgeMs > SILENT_MS ? 'blocked' : state;
}

/** How old the last successful take of a queue may be, ms: the lease, and at least ten seconds. */
const takeLimitMs = ({ leaseMs }: Fleet): number => Math.max(leaseMs, LEAST_LIMIT_MS);

/**
 * Each queue that any process works on, with the age of the latest take by a process that takes jobs. One whose registration is gone
 * takes nothing, and one that is blocked grows older by its silence.
 */
export function freshnessOf({ processes }: Fleet): readonly QueueFreshness[] {
  const ages = new Map<string, number | undefined>();
  for (const { state, status, statusAgeMs } of processes) {
    for (const { name, registered, lastTakeAgeMs } of status?.queues ?? []) {
      const known = ages.get(name);
      const isTaking = state === 'ready' && registered && lastTakeAgeMs !== undefined;
      ages.set(name, isTaking ? Math.min(known ?? Number.POSITIVE_INFINITY, lastTakeAgeMs + statusAgeMs) : known);
    }
  }
  return [...ages].map(([queue, ageMs]) => ({ queue, ageMs }));
}

/** Ready: it takes jobs from each of its queues, as shown by takes that went well and not by a ping. */
export function judgeFleet(fleet: Fleet): Judgement {
  const { state, processes, wanted } = fleet;
  const reasons = processes.filter((process) => shownState(process) === 'blocked').map(whyBlocked);
  if (state === 'stopping' || state === 'quiet') return unready(state, ['nothing new is taken', ...reasons]);
  const takers = processes.filter((process) => process.state === 'ready' && process.status).length;
  if (takers < wanted) reasons.unshift(`${takers} of ${wanted} processes ${takers === 1 ? 'is' : 'are'} ready`);
  if (takers === 0) return unready(state === 'starting' ? 'starting' : 'unready', reasons);
  const limitMs = takeLimitMs(fleet);
  const stale = freshnessOf(fleet).filter(({ ageMs }) => ageMs === undefined || ageMs > limitMs);
  if (stale.length === 0) return { status: 'ready', isReady: true, reasons };
  const silences = stale.map(({ queue }) => `queue ${queue}: no answer from Redis in the last ${limitMs / 1000} s`);
  return unready('unready', [...silences, ...reasons]);
}

const unready = (status: Judgement['status'], reasons: readonly string[]): Judgement => ({
  status,
  isReady: false,
  reasons,
});

const whyBlocked = ({ number, pid }: ProcessView): string =>
  `process ${number} (pid ${pid}) is blocked: it says nothing of itself`;
