// This worker's place in a queue: a fresh id for each registration, never used again. A worker whose lease was lost
// returns what it may still hold, and enters anew.
import { randomId } from '../job/random-id.js';
import type { Connection } from '../redis/connection.js';
import type { QueueKeys } from '../redis/keys.js';
import { reap, register } from '../redis/scripts.js';

export class Registration {
  #wid: string | undefined;
  #candidate: string | undefined;
  #previous: string | undefined;

  constructor(
    readonly connection: Connection,
    readonly keys: QueueKeys,
    readonly leaseMs: number,
    /** What the worker says of itself. */
    readonly about: () => string,
  ) {}

  /** The id; undefined while the worker is not in the queue. */
  get wid(): string | undefined {
    return this.#wid;
  }

  /** Returns what an earlier registration may still hold, and registers: before anything is taken. Can be repeated when it fails. */
  async enter(deadlineMs: number): Promise<string> {
    if (this.#previous !== undefined) {
      await this.#returnAll(this.#previous, deadlineMs);
      this.#previous = undefined;
    }
    // Kept until it is known to be in: a registration whose reply was lost is repeated, not doubled.
    this.#candidate ??= randomId(12);
    const wid = this.#candidate;
    await register.run(this.connection, this.keys, { wid, leaseMs: this.leaseMs, about: this.about() }, deadlineMs);
    this.#wid = wid;
    this.#candidate = undefined;
    return wid;
  }

  /** The lease is gone. False when `wid` is not the current registration. */
  lose(wid: string): boolean {
    if (this.#wid !== wid) return false;
    this.#wid = undefined;
    this.#previous = wid;
    return true;
  }

  /** Gives everything back to the queue; what is still running is not counted as a crash. Rejects when Redis cannot be reached. */
  async leave(deadlineMs: number): Promise<void> {
    const wid = this.#wid ?? this.#previous;
    if (wid === undefined) return;
    await this.#returnAll(wid, deadlineMs);
    this.#wid = undefined;
    this.#previous = undefined;
  }

  async #returnAll(wid: string, deadlineMs: number): Promise<void> {
    const input = { victim: wid, reason: 'left', reaper: wid, maxCrashes: Number.MAX_SAFE_INTEGER } as const;
    for (let left = 1; left > 0; ) ({ left } = await reap.run(this.connection, this.keys, input, deadlineMs));
  }
}
