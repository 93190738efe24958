// What the main thread and the heartbeat thread say to each other, and the memory that they share.
import type { TargetSeed } from '../redis/target.js';

/** One registration to beat for. */
export interface BeatFor {
  readonly prefix: string;
  readonly queue: string;
  readonly wid: string;
  /** Which handlers it has, as scripts look them up. */
  readonly handlers: string;
  /** The fixed part of what the worker says of itself. */
  readonly about: Readonly<Record<string, unknown>>;
}

export interface HeartbeatSetup {
  readonly seed: TargetSeed;
  readonly leaseMs: number;
  readonly beatMs: number;
  readonly maxBlockedMs: number;
  readonly memory: SharedArrayBuffer;
  /** Whether a run that is past its time ends the process when the main thread is blocked, and the pages of `RunDeadlines` so far. */
  readonly exitWhenBlocked: boolean;
  readonly pages: readonly SharedArrayBuffer[];
}

export type ToThread =
  | { readonly say: 'watch'; readonly beat: BeatFor }
  | { readonly say: 'forget'; readonly wid: string }
  /** Something has changed that others should see at once. */
  | { readonly say: 'beat' }
  /** Another page of deadlines. */
  | { readonly say: 'page'; readonly memory: SharedArrayBuffer }
  | { readonly say: 'stop' };

export type FromThread =
  | { readonly say: 'fenced'; readonly wid: string }
  | { readonly say: 'blocked'; readonly ms: number }
  | { readonly say: 'trouble'; readonly code: string; readonly message: string };

/** How often the main thread gives a sign that it moves, ms. */
export const TICK_MS = 200;

/** Times are ms of the process-wide monotonic clock, so that both threads mean the same. */
export class SharedState {
  static readonly BYTES = 40;
  readonly #times: BigInt64Array;
  readonly #counts: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.#times = new BigInt64Array(memory, 0, 2);
    this.#counts = new Int32Array(memory, 16, 6);
  }

  static now(): number {
    return Number(process.hrtime.bigint() / 1_000_000n);
  }

  /** When the main thread was last seen moving. */
  get tickAt(): number {
    return Number(Atomics.load(this.#times, 0));
  }
  set tickAt(ms: number) {
    Atomics.store(this.#times, 0, BigInt(ms));
  }

  /** When the last beat was sent that succeeded for all registrations; 0: none yet. */
  get beatAt(): number {
    return Number(Atomics.load(this.#times, 1));
  }
  set beatAt(ms: number) {
    Atomics.store(this.#times, 1, BigInt(ms));
  }

  get busy(): number {
    return Atomics.load(this.#counts, 0);
  }
  set busy(count: number) {
    Atomics.store(this.#counts, 0, count);
  }

  /** Claims that a handler was called for, and whose report is not on its way. What Redis counts beyond them has not started. */
  get begun(): number {
    return Atomics.load(this.#counts, 1);
  }
  set begun(count: number) {
    Atomics.store(this.#counts, 1, count);
  }

  get slots(): number {
    return Atomics.load(this.#counts, 2);
  }
  set slots(count: number) {
    Atomics.store(this.#counts, 2, count);
  }

  /** Slots of handlers that go on although their runs were given up; among the busy ones. */
  get leaked(): number {
    return Atomics.load(this.#counts, 3);
  }
  set leaked(count: number) {
    Atomics.store(this.#counts, 3, count);
  }

  /** It takes nothing new. */
  get quiet(): boolean {
    return Atomics.load(this.#counts, 4) === 1;
  }
  set quiet(is: boolean) {
    Atomics.store(this.#counts, 4, is ? 1 : 0);
  }

  /** The main thread's tick was late by so much. */
  late(ms: number): void {
    if (ms > Atomics.load(this.#counts, 5)) Atomics.store(this.#counts, 5, Math.min(Math.round(ms), 2 ** 31 - 1));
  }
  /** The worst since this was last asked, a tick that is due and has not come included; ms. */
  takeLag(): number {
    const overdue = SharedState.now() - this.tickAt - TICK_MS;
    return Math.max(0, Atomics.exchange(this.#counts, 5, 0), overdue);
  }
}
