// While Redis is down, requests are answered at once instead of each waiting out its deadline: thousands of waiting requests
// would be what brings the API down next. What a request failed with opens the circuit; a ping in the background, tried as
// long as somebody asks, closes it. Nobody asks: nothing is tried.
import { setTimeout as pause } from 'node:timers/promises';
import { ProblemError } from '../problems/problem-error.js';

const TELLING = new Set(['ERR_REDIS_UNAVAILABLE', 'ERR_COMMAND_TIMEOUT', 'ERR_ENQUEUE_TIMEOUT']);
/** Between two pings that failed at once. One that waits for a connection takes its own time. */
const PAUSE_MS = 200;
/** How long after the last request pings go on. */
const ASKED_MS = 10_000;

/** Redis is known to be down: nothing was tried. */
class CircuitOpenError extends ProblemError {
  constructor() {
    super('ERR_REDIS_UNAVAILABLE', 503, 'Redis does not answer now; nothing was tried. Ask again in a second');
  }
}

export class RedisCircuit {
  readonly #ping: () => Promise<void>;
  #open = false;
  #probing = false;
  #closed = false;
  #askedAt = 0;

  /** @param ping resolves when Redis answers, and rejects after a while when it does not */
  constructor(ping: () => Promise<void>) {
    this.#ping = ping;
  }

  /** Before anything is asked of Redis. @throws {ProblemError} `ERR_REDIS_UNAVAILABLE`, at once, while Redis is known to be down */
  check(): void {
    if (!this.#open) return;
    this.#askedAt = performance.now();
    void this.#probe();
    throw new CircuitOpenError();
  }

  /** Takes note of what a request failed with. */
  note(error: unknown): void {
    const { code } = (error ?? {}) as { code?: unknown };
    if (this.#open || typeof code !== 'string' || !TELLING.has(code)) return;
    this.#open = true;
    this.#askedAt = performance.now();
    void this.#probe();
  }

  /** Ends the pings. */
  close(): void {
    this.#closed = true;
  }

  /** A single command may have been late, and Redis be well: so the first ping goes off at once. */
  async #probe(): Promise<void> {
    if (this.#probing) return;
    this.#probing = true;
    while (this.#open && !this.#closed && performance.now() - this.#askedAt < ASKED_MS) {
      try {
        await this.#ping();
        this.#open = false;
      } catch {
        // Requests are told, and the first one was logged.
        await pause(PAUSE_MS, undefined, { ref: false });
      }
    }
    this.#probing = false;
  }
}
