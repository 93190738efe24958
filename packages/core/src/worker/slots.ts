// The slots of a worker, shared by its queues. p-limit runs the handlers; this decides who may ask Redis for how many.
// Among several queues with a backlog the one that has had least for its weight goes first.
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
  /** Called when a slot became free that this share may use. */
  readonly wake: () => void;
}

export class Slots {
  readonly limit: LimitFunction;
  /** Slots whose run was given up while its handler goes on; among those that run. */
  leaked = 0;
  readonly #shares: Share[] = [];

  constructor(concurrency: number) {
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

  join(weight: number, wake: () => void): Share {
    const share: Share = { weight, held: 0, hungry: true, served: this.#leastServed(), wake };
    this.#shares.push(share);
    return share;
  }

  /** How many jobs `share` may ask for now; negative when more is in hand than there are slots. */
  allowance(share: Share): number {
    const { free } = this;
    if (this.#shares.length === 1 || free <= 0) return free;
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
    if (!hungry) this.wakeOthers(share);
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
