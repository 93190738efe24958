// How many jobs to take ahead of the free slots. Jobs of 10 µs must not cost a round trip each: what will start within
// the horizon by the recent run time is taken ahead. A stall (something sat unstarted too long) ends it until a job finishes.

const HORIZON_MS = 5;
/** The weight of the newest run in the moving average. */
const WEIGHT = 0.1;

export class Prefetch {
  #meanRunMs = Number.POSITIVE_INFINITY;

  /** @param most the most to take ahead; 0 takes nothing ahead */
  constructor(readonly most: number) {}

  /** A run has ended after `ms`. */
  observe(ms: number): void {
    this.#meanRunMs = Number.isFinite(this.#meanRunMs) ? this.#meanRunMs + (ms - this.#meanRunMs) * WEIGHT : ms;
  }

  /** Something that was taken ahead did not start in time and went back. */
  stalled(): void {
    this.#meanRunMs = Number.POSITIVE_INFINITY;
  }

  /** How many to hold ahead of `slots` slots. */
  ahead(slots: number): number {
    if (this.most === 0 || !Number.isFinite(this.#meanRunMs)) return 0;
    return Math.min(this.most, Math.floor((slots * HORIZON_MS) / Math.max(this.#meanRunMs, 0.005)));
  }
}
