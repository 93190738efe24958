// The slots of a worker, shared by its queues. p-limit runs the handlers; this decides who may ask Redis for how many.
// Among several queues with a backlog the one that has had least for its weight goes first; or, in a strict order, the one that was named
// first. A queue that cannot read while others fill all slots is asked again from time to time, or its jobs would never be seen.
import pLimit, { type LimitFunction } from 'p-limit';

/** One queue's share of the slots. */
export interface Share {
  readonly weight: number;
  /** Claims in hand that have not finished, and those that were asked for. */
  held: number;
  /** It has, or may have, jobs waiting. */
  hungry: boolean;
  /** Jobs taken, per weight. */
  served: number;
  /** When it was last found to have none, `performance.now()`. */
  emptyAt: number;
  /** Called when a slot became free that this share may use. */
  readonly wake: () => void;
  /** Looks again whether it has jobs; false where it cannot now, or would know by itself. */
  readonly look: () => boolean;
}

/** How long a queue that was empty counts as empty while others are asked, ms. In a strict order this is how long its jobs may wait behind others. */
const EMPTY_MS = { weighted: 2000, strict: 100 };

export class Slots {
  readonly limit: LimitFunction;
  /** Slots whose run was given up while its handler goes on; among those that run. */
  leaked = 0;
  readonly #shares: Share[] = [];

  /** @param order `strict`: a queue gets slots only while those that joined before it have no jobs waiting */
  constructor(
    concurrency: number,
    readonly order: 'weighted' | 'strict' = 'weighted',
  ) {
    this.limit = pLimit(concurrency);
  }

  get concurrency(): number {
    return this.limit.concurrency;
  }

  set concurrency(value: number) {
    this.limit.concurrency = value;
    for (const share of this.#shares) share.wake();
  }

  /** Handlers that are running. */
  get running(): number {
    return this.limit.activeCount;
  }

  /** Slots that nothing in hand will fill. */
  get free(): number {
    let held = 0;
    for (const share of this.#shares) held += share.held;
    return this.limit.concurrency - held;
  }

  join(weight: number, wake: () => void, look: () => boolean = () => false): Share {
    const served = this.#leastServed();
    const share: Share = { weight, held: 0, hungry: true, served, emptyAt: Number.NEGATIVE_INFINITY, wake, look };
    this.#shares.push(share);
    return share;
  }

  /** How many jobs `share` may ask for now; negative when more is in hand than there are slots. */
  allowance(share: Share): number {
    const { free } = this;
    if (this.#shares.length === 1 || free <= 0) return free;
    this.#lookAgain(share);
    if (this.order === 'strict') return this.#isBehind(share) ? Number.NEGATIVE_INFINITY : free;
    let weights = share.weight;
    let least = Number.POSITIVE_INFINITY;
    for (const other of this.#shares) {
      if (other === share || !other.hungry) continue;
      weights += other.weight;
      least = Math.min(least, other.served);
    }
    if (least === Number.POSITIVE_INFINITY) return free;
    if (share.served > least) return 0;
    return Math.min(free, Math.max(1, Math.round((this.limit.concurrency * share.weight) / weights)));
  }

  /** `share` got `count` jobs. */
  took(share: Share, count: number): void {
    share.served += count / share.weight;
  }

  /** `share` found jobs after a time without: what it did not take then gives it no advantage now. */
  hunger(share: Share, hungry: boolean): void {
    if (hungry && !share.hungry) share.served = Math.max(share.served, this.#leastServed());
    share.hungry = hungry;
    if (hungry) return;
    share.emptyAt = performance.now();
    this.wakeOthers(share);
  }

  /** Those that may go before `share`, and were found empty a while ago, may have jobs again. */
  #lookAgain(share: Share): void {
    const before = performance.now() - EMPTY_MS[this.order];
    for (const other of this.#shares) {
      if (other === share && this.order === 'strict') return;
      if (other === share || other.hungry || other.emptyAt > before) continue;
      if (other.look()) this.hunger(other, true);
      else other.emptyAt = performance.now();
    }
  }

  /** One that was named before it has jobs. */
  #isBehind(share: Share): boolean {
    for (const other of this.#shares) {
      if (other === share) return false;
      if (other.hungry) return true;
    }
    return false;
  }

  /** A slot of `share` became free: another queue may have been waiting for it. */
  wakeOthers(share: Share): void {
    if (this.#shares.length === 1) return;
    for (const other of this.#shares) if (other !== share && other.hungry) other.wake();
  }

  #leastServed(): number {
    const hungry = this.#shares.filter((share) => share.hungry);
    return hungry.length === 0 ? 0 : Math.min(...hungry.map((share) => share.served));
  }
}
