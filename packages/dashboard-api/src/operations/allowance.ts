/** So many in a period, and no more until the next one begins. */
export class Allowance {
  #left: number;
  #endsAt = 0;

  constructor(
    readonly max: number,
    readonly perMs: number,
  ) {
    this.#left = max;
  }

  /** Takes one, if there is one left. */
  take(now = performance.now()): boolean {
    if (now >= this.#endsAt) {
      this.#left = this.max;
      this.#endsAt = now + this.perMs;
    }
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }
}
