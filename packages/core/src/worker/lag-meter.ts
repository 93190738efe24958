// How late the event loop is: by how much a timer that should fire every so often is behind.

/** The worst is kept for one to two of these, ms. */
const WINDOW_MS = 5000;

export class LagMeter {
  readonly #everyMs: number;
  #tickAt: number;
  #windowAt: number;
  #worst = 0;
  #worstBefore = 0;

  /** @param everyMs how often `tick` should be called, from now on */
  constructor(everyMs: number, now: number) {
    this.#everyMs = everyMs;
    this.#tickAt = now;
    this.#windowAt = now;
  }

  /** The timer fires; by how much it is late, ms. */
  tick(now: number): number {
    const late = this.#late(now);
    this.#tickAt = now;
    if (now - this.#windowAt >= WINDOW_MS) {
      this.#worstBefore = this.#worst;
      this.#worst = 0;
      this.#windowAt = now;
    }
    this.#worst = Math.max(this.#worst, late);
    return late;
  }

  /** The worst of the last five to ten seconds, a tick that is due and has not come included; whole ms. */
  worst(now: number): number {
    return Math.round(Math.max(this.#worst, this.#worstBefore, this.#late(now)));
  }

  #late(now: number): number {
    return Math.max(0, now - this.#tickAt - this.#everyMs);
  }
}
