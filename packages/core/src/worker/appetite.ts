// How many jobs one exchange asks for.
import type { Hand } from './hand.js';
import type { Prefetch } from './prefetch.js';

/** What one exchange may bring. */
const MOST_JOBS = 500;
/** Where jobs are off the straight path (priorities, unique keys, retries …), each costs Redis several times as much. */
const MOST_OTHERS = 50;
const MOST_BYTES = 262_144;

export class Appetite {
  #meanBytes = 200;
  #most = MOST_JOBS;

  constructor(
    readonly hand: Hand,
    readonly prefetch: Prefetch,
  ) {}

  /** A message has come; their mean size bounds how many are asked for. */
  observe(message: string): void {
    this.#meanBytes += (message.length - this.#meanBytes) * 0.05;
  }

  /** How many of those that an exchange has brought are off the straight path. */
  observeOthers(count: number): void {
    this.#most = count > MOST_OTHERS / 10 ? MOST_OTHERS : MOST_JOBS;
  }

  /**
   * @param reserved slots that are kept for what a blocked read brings
   * @param limited the queue has a limit: nothing is taken ahead
   */
  want(reserved: number, limited: boolean): number {
    const { slots, share } = this.hand;
    const room = slots.allowance(share) - reserved;
    const ahead = limited ? 0 : this.prefetch.ahead(slots.concurrency);
    let want = room + ahead;
    if (ahead > 0) {
      // Half of it a request: while Redis serves one half, the other runs here.
      const half = Math.ceil((slots.concurrency + ahead) / 2);
      want = want < half / 2 && room <= 0 ? 0 : Math.min(want, half);
    }
    return Math.min(want, this.#most, Math.max(1, Math.floor(MOST_BYTES / this.#meanBytes)));
  }
}
