// What one lane has in hand: every claim from the reply that brought it until Redis has taken its report. It knows which
// have started, keeps the count of slots they will fill, and hands back what waited for a slot too long.
import type { AbortReason } from '../errors.js';
import type { Claim } from './claim.js';
import { processLoad } from './process-load.js';
import type { Share, Slots } from './slots.js';

export class Hand {
  readonly #claims = new Map<string, Claim>();
  #fresh: Claim[] = [];
  #unstarted = 0;

  constructor(
    readonly slots: Slots,
    readonly share: Share,
    readonly run: (claim: Claim) => Promise<void>,
  ) {}

  /** Claims in hand, the finished ones that Redis has not heard of included. */
  get size(): number {
    return this.#claims.size;
  }

  /** Claims that wait for a slot. */
  get unstarted(): number {
    return this.#unstarted;
  }

  /** A job runs that two workers have died over. */
  get hasSuspect(): boolean {
    for (const claim of this.#claims.values()) if (claim.isSuspect && claim.state === 'running') return true;
    return false;
  }

  has(id: string): boolean {
    return this.#claims.has(id);
  }

  /** The claim of a job in hand. */
  find(id: string): Claim | undefined {
    return this.#claims.get(id);
  }

  /** Takes claims in; they start at the next `startFresh`. */
  accept(claims: readonly Claim[]): void {
    for (const claim of claims) {
      this.#claims.set(claim.id, claim);
      this.#fresh.push(claim);
    }
    this.#unstarted += claims.length;
    this.share.held += claims.length;
    processLoad.change(claims.length);
    this.slots.took(this.share, claims.length);
  }

  /** Lets the claims that came last queue for their slots. Called after the next request is on its way, so that both sides work at once. */
  startFresh(): void {
    if (this.#fresh.length === 0) return;
    const fresh = this.#fresh;
    this.#fresh = [];
    for (const claim of fresh) void this.slots.limit(this.run, claim);
  }

  /** A claim has got its slot. */
  started(): void {
    this.#unstarted--;
  }

  /** A claim leaves its slot; it stays in hand until it is settled. */
  over(claim: Claim): void {
    claim.state = 'over';
    this.share.held--;
    processLoad.change(-1);
  }

  /**
   * A claim ends although its handler goes on: the slot stays taken until `freed`. Not what the process has in hand, or a handler that
   * never ends would keep a suspect from ever finding it empty.
   */
  giveUp(claim: Claim): void {
    claim.state = 'over';
    this.slots.leaked++;
    processLoad.change(-1);
  }

  /** The handler of a claim that was given up has ended. */
  freed(): void {
    this.slots.leaked--;
    this.share.held--;
  }

  /** Redis knows how this claim ended. */
  settled(id: string): void {
    this.#claims.delete(id);
  }

  /** Takes those that wait for a slot since before `takenBefore` out of the line; the caller reports them as released. */
  withdraw(takenBefore: number): Claim[] {
    if (this.#unstarted === 0) return [];
    const withdrawn: Claim[] = [];
    for (const claim of this.#claims.values()) {
      if (claim.takenAt <= takenBefore && this.withdrawOne(claim)) withdrawn.push(claim);
    }
    return withdrawn;
  }

  /** The same for one claim; false when it has started. */
  withdrawOne(claim: Claim): boolean {
    if (claim.state !== 'unstarted') return false;
    this.#unstarted--;
    this.over(claim);
    return true;
  }

  /** Tells every running handler to stop. */
  abort(reason: AbortReason): void {
    for (const claim of this.#claims.values()) claim.abort(reason);
  }

  /** The lease is lost: nothing that is in hand belongs to this worker any more. Running handlers are told, and keep their slots. */
  lose(): void {
    this.abort('lost');
    this.withdraw(Number.POSITIVE_INFINITY);
    this.#claims.clear();
    this.#fresh = [];
  }
}
