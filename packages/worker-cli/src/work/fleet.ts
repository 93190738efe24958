// What health checks, metrics and systemd may know of a supervisor and its processes.
import type { MetricSnapshot, ProcessStatus } from './messages.js';

/** `quiet`: takes nothing new. `stopping`: is to end. */
export type ProcessState = 'starting' | 'ready' | 'quiet' | 'stopping';

/** Why a process was replaced. */
export type ReplaceReason = 'crashed' | 'blocked' | 'max-jobs' | 'max-memory' | 'restart';

export const noneReplaced = (): Record<ReplaceReason, number> => ({
  crashed: 0,
  blocked: 0,
  'max-jobs': 0,
  'max-memory': 0,
  restart: 0,
});

export interface ProcessView {
  readonly number: number;
  readonly pid: number;
  readonly state: ProcessState;
  /** Since its start, ms. */
  readonly ageMs: number;
  /** What it last said of itself; undefined before it first did. */
  readonly status: ProcessStatus | undefined;
  /** How long ago that was, ms. A blocked process says nothing. */
  readonly statusAgeMs: number;
}

export interface Fleet {
  readonly state: 'starting' | 'running' | 'quiet' | 'stopping';
  /** How many there should be. */
  readonly wanted: number;
  readonly processes: readonly ProcessView[];
  readonly replaced: Readonly<Record<ReplaceReason, number>>;
  /** The lease of the workers, ms: whoever has not reached Redis for as long has lost it. */
  readonly leaseMs: number;
  /**
   * The figures of all processes: of this moment where they answer within `withinMs`, else what they said last; and what processes that
   * have ended have counted, so that no counter falls.
   */
  collect(withinMs: number): Promise<readonly (readonly MetricSnapshot[])[]>;
}
