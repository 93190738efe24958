// The exchange lane of one queue in one worker: one request in flight at a time, and what finishes meanwhile rides on the
// next. A turn of the lane
//   1. enters the queue (registers) where it has to,
//   2. reconciles what Redis says it holds with what is in hand, after every failure and every few seconds,
//   3. exchanges: reports and adoptions go, new claims come,
// until there is nothing to say; then it waits, by a blocked read where slots are free and nothing waits.
// A request that failed may have run: reports are sent again (the token decides), claims whose reply was lost are found
// by reconciling. See docs/internals.md.
import type { LongshoreError } from '../errors.js';
import { randomId } from '../job/random-id.js';
import type { Logger } from '../logger.js';
import type { Connection } from '../redis/connection.js';
import { type ExchangeReply, exchange } from '../redis/exchange.js';
import type { QueueKeys } from '../redis/keys.js';
import { giveBack, look, reap, recall, reconcile, register } from '../redis/scripts.js';
import type { BlockReader } from './block-reader.js';
import { Claim } from './claim.js';
import { type Ending, released } from './ending.js';
import type { Hand } from './hand.js';
import { LaneTimers } from './lane-timers.js';
import type { Prefetch } from './prefetch.js';
import { processLoad } from './process-load.js';

export interface LaneSettings {
  readonly leaseMs: number;
  readonly early: boolean;
  readonly keepCompleted: number;
  readonly keepFailed: number;
  /** The deadline of a command, ms; never longer than half a lease. */
  readonly deadlineMs: number;
}

export interface LaneParts {
  readonly keys: QueueKeys;
  readonly connection: Connection;
  readonly reader: BlockReader;
  readonly hand: Hand;
  readonly prefetch: Prefetch;
  readonly settings: LaneSettings;
  readonly log: Logger;
  /** What a worker says of itself when it registers. */
  readonly about: () => string;
  /** Redis has taken the report, or has refused it because the claim was gone. */
  readonly onSettled: (ending: Ending, stale: boolean) => void;
  readonly onEntered: (wid: string) => void;
  readonly onFenced: (wid: string) => void;
  readonly onError: (error: LongshoreError) => void;
  /** When a beat was last sent that succeeded, `performance.now()`. */
  readonly lastBeatAt: () => number;
}

/** What one exchange may carry. */
const MOST_JOBS = 500;
const MOST_BYTES = 262_144;
const LONGEST_BLOCK_MS = 2000;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1000;

interface Request {
  readonly endings: Ending[];
  readonly adopt: string[];
  readonly want: number;
}

export class Lane {
  /** This registration; undefined while the worker is not in the queue. */
  wid: string | undefined;
  readonly #parts: LaneParts;
  readonly #timers: LaneTimers;
  readonly #forgetIdle: () => void;
  #candidate: string | undefined;
  #previous: string | undefined;
  #endings: Ending[] = [];
  #adopt: string[] = [];
  #flying = false;
  #scheduled = false;
  #stopped = false;
  #quiet = false;
  #blocking = false;
  #reconcileDue = false;
  #promoteDue = false;
  /** Redis said that nothing waits, and nothing has happened since. */
  #nothingWaits = false;
  #lastSentAt = Number.NEGATIVE_INFINITY;
  #retryMs = FIRST_RETRY_MS;
  #meanBytes = 200;
  /** This process is kept for a suspect of this queue. */
  #isReserved = false;

  constructor(parts: LaneParts) {
    this.#parts = parts;
    this.#timers = new LaneTimers({
      onDue: () => {
        this.#promoteDue = true;
        this.wake();
      },
      onReconcile: () => {
        this.#reconcileDue = true;
        this.wake();
      },
      onStall: () => this.#withdrawStalled(),
    });
    this.#forgetIdle = processLoad.onIdle(() => this.stir());
  }

  /** True while a request is under way or something waits to be sent. */
  get isBusy(): boolean {
    return this.#flying || this.#endings.length > 0 || this.#adopt.length > 0;
  }

  /** Looks, at the end of this turn of the event loop, whether there is something to say: what finishes in one turn goes together. */
  readonly wake = (): void => {
    if (this.#flying || this.#scheduled || this.#stopped || this.#timers.isBackingOff) return;
    this.#scheduled = true;
    setImmediate(this.#turn);
  };

  /** Queues the end of a claim for the next exchange. */
  report(ending: Ending): void {
    this.#endings.push(ending);
    this.wake();
  }

  /** Something may wait again. */
  stir(): void {
    this.#nothingWaits = false;
    this.wake();
  }

  /** Takes nothing new from here on; what has not started goes back. */
  quiet(): void {
    this.#quiet = true;
    // What was moved but not claimed goes back when the worker leaves.
    this.#adopt = [];
    for (const claim of this.#parts.hand.withdraw(Number.POSITIVE_INFINITY)) this.report(released(claim));
    this.#parts.reader.interrupt();
    this.wake();
  }

  resume(): void {
    this.#quiet = false;
    this.stir();
  }

  /** Says nothing any more. */
  stop(): void {
    this.#stopped = true;
    this.#timers.stop();
    this.#forgetIdle();
    processLoad.release(this);
  }

  /** Gives everything back to the queue; what is still running is not counted as a crash. Rejects when Redis cannot be reached. */
  async leave(deadlineMs: number): Promise<void> {
    const wid = this.wid ?? this.#previous;
    if (wid === undefined) return;
    await this.#returnAll(wid, deadlineMs);
    this.wid = undefined;
  }

  /** The lease is gone: everything in hand is lost, and the worker enters anew. */
  fenced(wid: string): void {
    if (this.wid !== wid) return;
    this.wid = undefined;
    this.#previous = wid;
    this.#endings = [];
    this.#adopt = [];
    this.#parts.hand.lose();
    this.#parts.reader.interrupt();
    this.#isReserved = false;
    processLoad.release(this);
    this.#parts.onFenced(wid);
    this.wake();
  }

  readonly #turn = async (): Promise<void> => {
    this.#scheduled = false;
    if (this.#flying || this.#stopped || this.#timers.isBackingOff) return;
    this.#flying = true;
    try {
      while (!this.#stopped) {
        if (this.wid === undefined) await this.#enter();
        else if (this.#reconcileDue) await this.#reconcile(this.wid);
        else {
          const request = this.#compose();
          if (!request) break;
          await this.#exchange(this.wid, request);
        }
        this.#retryMs = FIRST_RETRY_MS;
      }
    } catch (error) {
      this.#stumble(error as LongshoreError);
    }
    this.#flying = false;
    this.#parts.hand.startFresh();
    if (!this.#stopped) this.#waitForWork();
  };

  /** Redis did not answer, or not as hoped: whatever was asked may have happened. */
  #stumble(error: LongshoreError): void {
    if (this.#stopped) return;
    this.#reconcileDue = true;
    this.#nothingWaits = false;
    this.#timers.backOff(this.#retryMs, this.wake);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
    this.#parts.onError(error);
  }

  /** Returns what an earlier registration may still hold, and registers under a fresh id: before anything is taken. */
  async #enter(): Promise<void> {
    const { connection, keys, settings, about, onEntered } = this.#parts;
    if (this.#previous !== undefined) {
      await this.#returnAll(this.#previous, settings.deadlineMs);
      this.#previous = undefined;
    }
    // Kept until it is known to be in: a registration whose reply was lost is repeated, not doubled.
    this.#candidate ??= randomId(12);
    const sentAt = performance.now();
    await register.run(
      connection,
      keys,
      { wid: this.#candidate, leaseMs: settings.leaseMs, about: about() },
      settings.deadlineMs,
    );
    this.wid = this.#candidate;
    this.#candidate = undefined;
    this.#lastSentAt = sentAt;
    this.#nothingWaits = false;
    this.#reconcileDue = false;
    onEntered(this.wid);
  }

  async #returnAll(wid: string, deadlineMs: number): Promise<void> {
    for (let left = 1; left > 0; ) {
      ({ left } = await reap.run(
        this.#parts.connection,
        this.#parts.keys,
        { victim: wid, reason: 'left', reaper: wid, maxCrashes: 1000 },
        deadlineMs,
      ));
    }
  }

  /** What to say now; undefined when there is nothing. */
  #compose(): Request | undefined {
    const adopt = this.#adopt;
    const want = this.#want(adopt.length);
    if (this.#endings.length === 0 && adopt.length === 0 && !this.#promoteDue && (want <= 0 || this.#nothingWaits))
      return undefined;
    this.#adopt = [];
    this.#promoteDue = false;
    return { endings: this.#takeEndings(), adopt, want: Math.max(want, 0) };
  }

  #takeEndings(): Ending[] {
    const all = this.#endings;
    let count = 0;
    let bytes = 0;
    while (count < all.length && count < MOST_JOBS) {
      const { report } = all[count]!;
      bytes += 'record' in report ? report.record.length : 0;
      if (count > 0 && bytes > MOST_BYTES) break;
      count++;
    }
    this.#endings = all.slice(count);
    return count === all.length ? all : all.slice(0, count);
  }

  /** How many jobs there is room for. */
  #want(adopting: number): number {
    const { hand, prefetch } = this.#parts;
    if (this.#quiet || !processLoad.mayTake(this)) return adopting;
    // Kept for a suspect: nothing until the hands of this process are empty, then that one.
    if (this.#isReserved) return Math.max(adopting, processLoad.inHand === 0 ? 1 : 0);
    const { concurrency } = hand.slots;
    const room = hand.slots.allowance(hand.share) - (this.#blocking ? 1 : 0);
    const ahead = prefetch.ahead(concurrency);
    let want = room + ahead;
    if (ahead > 0) {
      // Half of it a request: while Redis serves one half, the other runs here.
      const half = Math.ceil((concurrency + ahead) / 2);
      want = want < half / 2 && room <= 0 ? 0 : Math.min(want, half);
    }
    return Math.max(adopting, Math.min(want, MOST_JOBS, Math.max(1, Math.floor(MOST_BYTES / this.#meanBytes))));
  }

  async #exchange(wid: string, { endings, adopt, want }: Request): Promise<void> {
    const { connection, keys, settings, hand } = this.#parts;
    const alone = processLoad.inHand === 0 && adopt.every((id) => id === '');
    const input = {
      wid,
      want,
      alone,
      early: settings.early,
      keepCompleted: settings.keepCompleted,
      keepFailed: settings.keepFailed,
      adopt,
      reports: endings.map((ending) => ending.report),
    };
    const sentAt = performance.now();
    hand.share.held += want;
    let reply: ExchangeReply | undefined;
    try {
      const flight = exchange.run(connection, keys, input, settings.deadlineMs);
      hand.startFresh();
      reply = await flight;
    } catch (error) {
      for (const ending of endings) ending.resent = true;
      if (this.wid === wid) this.#endings = endings.concat(this.#endings);
      throw error;
    } finally {
      hand.share.held -= want;
    }
    if (this.wid !== wid) return;
    if (!reply) return this.fenced(wid);
    this.#lastSentAt = sentAt;
    await this.#settle(endings, reply.stale);
    this.#accept(wid, reply, sentAt);
  }

  async #settle(endings: Ending[], stale: readonly string[]): Promise<void> {
    const { hand, onSettled } = this.#parts;
    const refused = stale.length === 0 ? undefined : await this.#trulyStale(endings, stale);
    for (const ending of endings) {
      hand.settled(ending.claim.id);
      onSettled(ending, refused?.has(ending.claim.id) === true);
    }
  }

  /** A report that was sent twice comes back as stale when the first one did arrive: its terminal record then names this worker. */
  async #trulyStale(endings: Ending[], stale: readonly string[]): Promise<Set<string>> {
    const refused = new Set(stale);
    const doubtful = endings.filter((ending) => ending.resent && refused.has(ending.claim.id));
    if (doubtful.length === 0) return refused;
    let records: string[] = [];
    try {
      records = await look.run(
        this.#parts.connection,
        this.#parts.keys,
        { ids: doubtful.map((ending) => ending.claim.id) },
        this.#parts.settings.deadlineMs,
      );
    } catch (err) {
      this.#parts.log.debug({ err }, 'could not look up reports that were sent twice; they count as stale');
    }
    doubtful.forEach(({ claim, report }, i) => {
      // Only a terminal report leaves a record. That a retry or a hand-back arrived cannot be seen; it is believed.
      const terminal = report.verdict === 'completed' || report.verdict === 'failed';
      if (!terminal || records[i]?.includes(`"${claim.wid}"`)) refused.delete(claim.id);
    });
    return refused;
  }

  #accept(wid: string, reply: ExchangeReply, sentAt: number): void {
    const { hand, settings } = this.#parts;
    const now = performance.now();
    const claims: Claim[] = [];
    for (let i = 0; i < reply.ids.length; i++) {
      const message = reply.messages[i]!;
      this.#meanBytes += (message.length - this.#meanBytes) * 0.05;
      claims.push(new Claim(reply.ids[i]!, wid, reply.held[i]!, message, reply.tries[i] ?? undefined, now, reply.now));
    }
    this.#nothingWaits = reply.note === 'empty';
    hand.slots.hunger(hand.share, reply.note !== 'empty' || claims.length > 0);
    this.#timers.dueIn(reply.nextDueMs);
    this.#reserveFor(reply.note);
    // Between request and reply this process stood still for so long that its lease may be gone: it starts nothing on old news.
    if (this.#quiet || now - sentAt > settings.leaseMs / 2)
      for (const claim of claims) this.#endings.push(released(claim));
    else hand.accept(claims);
    if (hand.unstarted > 0) this.#timers.watchStalls();
  }

  /** A suspect runs alone in its process; to take one, a worker first gets its hands empty. */
  #reserveFor(note: ExchangeReply['note']): void {
    if (note === 'suspect' || note === 'drain') this.#isReserved = processLoad.reserve(this);
    else if (this.#isReserved && processLoad.inHand === 0) {
      this.#isReserved = false;
      processLoad.release(this);
    }
  }

  #withdrawStalled(): void {
    const { hand, prefetch } = this.#parts;
    const stalled = hand.withdraw(performance.now() - LaneTimers.STALL_MS);
    if (stalled.length > 0) prefetch.stalled();
    for (const claim of stalled) this.report(released(claim));
    if (hand.unstarted > 0) this.#timers.watchStalls();
  }

  /** Asks Redis what this worker holds. Unclaimed ids are adopted; claims that are not in hand run under the token they have. */
  async #reconcile(wid: string): Promise<void> {
    const { connection, keys, hand, settings } = this.#parts;
    const sentAt = performance.now();
    const holdings = await reconcile.run(connection, keys, { wid }, settings.deadlineMs);
    if (this.wid !== wid) return;
    if (!holdings) return this.fenced(wid);
    this.#reconcileDue = false;
    if (!this.#quiet)
      for (const id of holdings.unclaimed) if (!hand.has(id) && !this.#adopt.includes(id)) this.#adopt.push(id);
    const lost = [...holdings.claimed.keys()].filter((id) => !hand.has(id)).slice(0, MOST_JOBS);
    if (lost.length === 0) return;
    const { messages, tries } = await recall.run(connection, keys, { ids: lost }, settings.deadlineMs);
    if (this.wid !== wid) return;
    const now = performance.now();
    const claims: Claim[] = [];
    for (const [i, id] of lost.entries()) {
      const claim = new Claim(
        id,
        wid,
        holdings.claimed.get(id)!,
        messages[i] ?? '',
        tries[i] ?? undefined,
        now,
        Date.now(),
      );
      if (claim.isSuspect) this.#isReserved = processLoad.reserve(this);
      if (this.#quiet || now - sentAt > settings.leaseMs / 2) this.#endings.push(released(claim));
      else claims.push(claim);
    }
    hand.accept(claims);
    if (hand.unstarted > 0) this.#timers.watchStalls();
  }

  /** Slots are free and nothing waits: let Redis say when a job comes. One slot is kept for what the read brings. */
  #waitForWork(): void {
    const { hand, settings, lastBeatAt } = this.#parts;
    if (this.#blocking || this.#quiet || !this.wid || this.#timers.isBackingOff) return;
    if (!this.#nothingWaits || !processLoad.mayTake(this) || this.#isReserved || hand.slots.free < 1) return;
    // After a standstill (a stopped process, an outage) the lease may be gone: an exchange has to succeed first.
    if (performance.now() - Math.max(this.#lastSentAt, lastBeatAt()) > settings.leaseMs / 2) return this.stir();
    this.#blocking = true;
    void this.#block(this.wid, Math.min(LONGEST_BLOCK_MS, settings.leaseMs / 4));
  }

  async #block(wid: string, timeoutMs: number): Promise<void> {
    const { reader, connection, keys, settings } = this.#parts;
    let id: string | undefined;
    try {
      id = await reader.read(wid, timeoutMs);
    } catch (error) {
      this.#blocking = false;
      if (this.#stopped || this.#quiet || this.wid !== wid) return;
      // At maxmemory Redis refuses to block-read, but not to exchange: poll by exchanges until there is room.
      if ((error as LongshoreError).code === 'ERR_REDIS_MEMORY') {
        this.#nothingWaits = false;
        this.#timers.backOff(250, this.wake);
        return;
      }
      return this.#stumble(error as LongshoreError);
    }
    this.#blocking = false;
    if (this.#stopped || this.wid !== wid) return;
    if (id !== undefined && id !== '' && (this.#quiet || !processLoad.mayTake(this) || this.#isReserved)) {
      // A suspect runs in this process, or it takes nothing any more. If this fails, reconciling finds the id.
      giveBack
        .run(connection, keys, { wid }, settings.deadlineMs)
        .catch((error: LongshoreError) => this.#stumble(error));
      return;
    }
    if (id !== undefined && !this.#parts.hand.has(id)) this.#adopt.push(id);
    this.#nothingWaits = false;
    // At once, not at the end of the turn: an idle worker answers without delay.
    void this.#turn();
  }
}
