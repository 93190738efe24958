// Whether the queue lets this worker take jobs, as the last exchange said. At a closed gate a worker neither reads nor asks:
// it waits for an order, or for the time that Redis named.
import type { Gate } from '../redis/exchange.js';

export class Gatekeeper {
  #gate: Gate = '';
  #asking = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param onOpen the gate may be open again */
  constructor(readonly onOpen: () => void) {}

  get isClosed(): boolean {
    return !this.#asking && this.#gate !== '' && this.#gate !== 'open';
  }

  /** A rate or a concurrency limit holds: what is taken ahead would be taken from others. */
  get isLimited(): boolean {
    return this.#gate !== '';
  }

  /** What an exchange has said. */
  observe(gate: Gate, opensMs: number): void {
    this.#gate = gate;
    this.#asking = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (opensMs < 0) return;
    // With jitter upwards, so that a fleet does not ask in step.
    this.#timer = setTimeout(() => this.ask(), opensMs * (1 + Math.random() / 10) + 1);
  }

  /** Closes it at once: an order has come. */
  close(): void {
    this.#gate = 'paused';
    this.#asking = false;
  }

  /** Something may have changed: the next exchange asks. */
  ask(): void {
    if (!this.isClosed) return;
    this.#asking = true;
    this.onOpen();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
