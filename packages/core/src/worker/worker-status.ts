// What a worker says of itself to its own process, without asking Redis.

/** One queue of a worker. */
export interface QueueStatus {
  readonly name: string;
  /** It has a lease there, as far as it knows. */
  readonly registered: boolean;
  /**
   * How long ago Redis last answered this worker about this queue: an exchange, a blocked read (also one that brought nothing), the
   * comparing of what both sides hold, or its registration; ms. Undefined before the first. Heartbeats do not count: they are another
   * connection's. While Redis is well it is some 2 s at most in a worker that waits for jobs, and some 6 s at most in one that asks for
   * none (its slots are full, the queue is paused or at a limit, it is quiet): comparing comes every 4 to 6 s.
   */
  readonly lastTakeAgeMs: number | undefined;
}

export interface WorkerStatus {
  /**
   * `starting` until it is registered on all its queues for the first time; then `running`, also while Redis is away. `quiet` from
   * `quiet()` on, registered or not, `closing` from `close()` on, and `closed` when that is done.
   */
  readonly state: 'starting' | 'running' | 'quiet' | 'closing' | 'closed';
  /** Handlers that are running, the leaked ones among them. */
  readonly running: number;
  /** Slots of handlers that go on after their timeout and grace. */
  readonly leaked: number;
  /** Runs that have ended since the start, however; one that was given up counts then, and not again when its handler ends. */
  readonly finished: number;
  /** How late the event loop was at worst in the last five to ten seconds, ms. */
  readonly lagMs: number;
  readonly queues: readonly QueueStatus[];
}
