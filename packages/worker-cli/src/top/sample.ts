// What `top` has seen in one look.

export interface QueueSample {
  readonly name: string;
  readonly paused: boolean;
  /** Those with a priority of their own count in. */
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly parked: number;
  readonly suspect: number;
  /** That are kept. */
  readonly failed: number;
  /** Jobs that have ended, in whatever way, in about the last minute. */
  readonly perMinute: number;
  readonly oldestWaitingMs: number;
  readonly workers: number;
  /** Names of parked jobs that no worker has a handler for. */
  readonly unhandled: readonly string[];
}

/** A process that works on one or more of the queues. */
export interface ProcessSample {
  readonly process: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly state: 'alive' | 'quiet' | 'blocked' | 'dead';
  readonly slots: number | undefined;
  readonly busy: number | undefined;
  /** Bytes. */
  readonly memory: number | undefined;
  /** How late its event loop was at worst between its last heartbeats, ms. */
  readonly lag: number | undefined;
  readonly queues: readonly string[];
}

export interface Sample {
  /** By this machine's clock, ms since 1970. */
  readonly at: number;
  /** Fields of INFO; empty where this user may not ask. */
  readonly info: ReadonlyMap<string, string>;
  readonly queues: readonly QueueSample[];
  readonly processes: readonly ProcessSample[];
}
