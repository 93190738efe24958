// Who waits for a worker to be registered on all its queues, and is told once: that it is, or why it cannot be.
import type { LongshoreError } from '../errors.js';

export class Readiness {
  readonly #waiters = new Set<(error?: LongshoreError) => void>();
  #isReached = false;

  get isReached(): boolean {
    return this.#isReached;
  }

  /** @param late makes the error of who has waited for `withinMs` */
  wait(withinMs: number, late: () => LongshoreError): Promise<void> {
    if (this.#isReached) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (error?: LongshoreError) => {
        clearTimeout(timer);
        this.#waiters.delete(settle);
        if (error) reject(error);
        else resolve();
      };
      const timer = setTimeout(() => settle(late()), withinMs);
      this.#waiters.add(settle);
    });
  }

  reach(): void {
    this.#isReached = true;
    for (const settle of [...this.#waiters]) settle();
  }

  /** For those that wait now; others may wait later. */
  fail(error: LongshoreError): void {
    for (const settle of [...this.#waiters]) settle(error);
  }
}
