// The exchange lane of one queue in one worker: one request in flight at a time, and what finishes meanwhile rides on the
// next. A turn of the lane
//   1. enters the queue (registers) where it has to,
//   2. reconciles what Redis says it holds with what is in hand, after every failure and every few seconds,
//   3. exchanges: reports and adoptions go, new claims come,
// until there is nothing to say; then it waits, by a blocked read where slots are free and nothing waits.
// A request that failed may have run: reports are sent again (the token decides), claims whose reply was lost are found
// by reconciling. See docs/internals.md.
// Longer than other files: it is one state machine, and its flags would else travel between files.
// biome-ignore lint/style/noExcessiveLinesPerFile: see above.
import type { LongshoreError } from '../errors.js';
import { type ExchangeInput, type ExchangeReply, exchange } from '../redis/exchange.js';
import { giveBack } from '../redis/scripts.js';
import { type Settled, settle } from '../redis/settle.js';
import { Appetite } from './appetite.js';
import { Claim } from './claim.js';
import { type Ending, splitEndings } from './ending.js';
import { Gatekeeper } from './gatekeeper.js';
import { IdleWait } from './idle-wait.js';
import type { LaneParts } from './lane-parts.js';
import { LaneTimers } from './lane-timers.js';
import { Outbox } from './outbox.js';
import { processLoad } from './process-load.js';
import { Reconciler } from './reconciler.js';
import { Registration } from './registration.js';

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1000;
/** At maxmemory Redis refuses to block-read, but not to exchange. */
const MEMORY_POLL_MS = 250;

const NOTHING_SETTLED: Settled = { stale: [], cancelled: [] };

interface Request {
  readonly endings: Ending[];
  readonly adopt: string[];
  readonly want: number;
}

export class Lane {
  readonly #parts: LaneParts;
  readonly #registration: Registration;
  readonly #outbox: Outbox;
  readonly #appetite: Appetite;
  readonly #reconciler: Reconciler;
  readonly #idleWait: IdleWait;
  readonly #timers: LaneTimers;
  readonly #gate = new Gatekeeper(() => this.stir());
  readonly #forgetIdle: () => void;
  #adopt: string[] = [];
  #flying = false;
  #scheduled = false;
  /** Until it is started, too: a timer or another lane must not bring a worker into its queue before `run()`. */
  #stopped = true;
  #quiet = false;
  #reconcileDue = false;
  #promoteDue = false;
  /** Redis believes that this worker empties its hands for a suspect, and shall hear that it does not. */
  #tellDue = false;
  /** Reports that are on their way. */
  #reporting = 0;
  /** Redis said that nothing waits, and nothing has happened since. */
  #nothingWaits = false;
  #lastSentAt = Number.NEGATIVE_INFINITY;
  /** When Redis answered last, whatever it was that was asked; `performance.now()`. */
  #answeredAt: number | undefined;
  #retryMs = FIRST_RETRY_MS;
  /** This process is kept for a suspect of this queue. */
  #isReserved = false;
  /** The suspect that was taken last for a process of its own, until it has ended: one at a time. */
  #apart: Claim | undefined;
  /** Claims that reconciling has taken up while a read may claim: its late reply must not start them again. */
  readonly #recalled = new Set<string>();

  constructor(parts: LaneParts) {
    const { connection, keys, settings, about, log, hand, prefetch, reader } = parts;
    this.#parts = parts;
    this.#registration = new Registration(connection, keys, settings.leaseMs, about);
    this.#outbox = new Outbox(connection, keys, settings.deadlineMs, log);
    this.#appetite = new Appetite(hand, prefetch);
    this.#reconciler = new Reconciler(connection, keys, hand, settings.deadlineMs);
    this.#idleWait = new IdleWait({
      reader,
      leaseMs: settings.leaseMs,
      input: (wid) => ({ ...this.#input(wid, { endings: [], adopt: [], want: 1 }, []), adopt: 'moved', alone: false }),
      onMoved: (wid, id) => this.#moved(wid, id),
      onReply: (wid, reply, sentAt) => this.#claimedIdly(wid, reply, sentAt),
      onFailed: (wid, error) => this.#waitFailed(wid, error),
    });
    this.#timers = new LaneTimers({
      onDue: () => {
        this.#promoteDue = true;
        this.wake();
      },
      onReconcile: () => this.reconcile(),
      onStall: () => this.#withdrawStalled(),
    });
    this.#forgetIdle = processLoad.onIdle(() => this.stir());
  }

  /** This registration; undefined while the worker is not in the queue. */
  get wid(): string | undefined {
    return this.#registration.wid;
  }

  /** How long ago Redis answered last, ms; undefined before the first time. */
  get answerAgeMs(): number | undefined {
    return this.#answeredAt === undefined ? undefined : performance.now() - this.#answeredAt;
  }

  /** True while a request is under way or something waits to be sent. */
  get isBusy(): boolean {
    return this.#flying || !this.#outbox.isEmpty || this.#adopt.length > 0;
  }

  /** Claims that have started, without those whose report is on its way. */
  get begun(): number {
    const { hand } = this.#parts;
    return hand.size - hand.unstarted - this.#reporting;
  }

  /** Begins to talk. */
  start(): void {
    this.#stopped = false;
    this.#timers.start();
    this.wake();
  }

  /** Looks, at the end of this turn of the event loop, whether there is something to say: what finishes in one turn goes together. */
  readonly wake = (): void => {
    if (this.#flying || this.#scheduled || this.#stopped || this.#timers.isBackingOff) return;
    this.#scheduled = true;
    setImmediate(this.#turn);
  };

  /** Queues the end of a claim for the next exchange. */
  report(ending: Ending): void {
    this.#outbox.add(ending);
    this.wake();
  }

  /** Something may wait again. */
  stir(): void {
    this.#nothingWaits = false;
    this.wake();
  }

  /**
   * Looks whether something waits, since other queues are about to be asked in its place. False when it cannot, or when a blocked read
   * would tell.
   */
  look(): boolean {
    if (this.#stopped || this.#quiet || this.wid === undefined || this.#timers.isBackingOff) return false;
    if (this.#gate.isClosed || this.#isReserved || this.#idleWait.isWaiting || !processLoad.mayTake(this)) return false;
    this.stir();
    return true;
  }

  /** Compares with Redis as soon as it may: something may have been missed. */
  reconcile(): void {
    this.#reconcileDue = true;
    this.#gate.ask();
    this.wake();
  }

  /** The queue is paused: nothing starts from here on, and what waits for a slot goes back. */
  pause(): void {
    this.#gate.close();
    this.#hunger(false);
    this.#outbox.release(this.#parts.hand.withdraw(Number.POSITIVE_INFINITY));
    this.wake();
  }

  /** The gate may be open again, or there is something new to take. */
  open(): void {
    this.#gate.ask();
    this.stir();
  }

  /** A job in hand shall be cancelled: its run is told to stop, or it goes back unstarted, where the order ends it. */
  cancel(id: string): void {
    const { hand } = this.#parts;
    const claim = hand.find(id);
    if (claim && hand.withdrawOne(claim)) this.#outbox.release([claim]);
    else claim?.abort('cancelled');
    this.wake();
  }

  /** Takes nothing new from here on; what has not started goes back. For good; again changes nothing. */
  quiet(): void {
    if (this.#quiet) return;
    this.#quiet = true;
    // What was moved but not claimed goes back when the worker leaves, and where it stays, with reconciling.
    this.#adopt = [];
    this.#outbox.release(this.#parts.hand.withdraw(Number.POSITIVE_INFINITY));
    this.#idleWait.interrupt();
    if (this.#isReserved && !this.#parts.hand.hasSuspect) {
      this.#unreserve();
      this.#tellDue = true;
    }
    this.wake();
  }

  /** Says nothing any more. */
  stop(): void {
    this.#stopped = true;
    this.#timers.stop();
    this.#gate.stop();
    this.#forgetIdle();
    processLoad.release(this);
  }

  /** Gives everything back to the queue. Rejects when Redis cannot be reached. */
  leave(deadlineMs: number): Promise<void> {
    return this.#registration.leave(deadlineMs);
  }

  /** The lease is gone: everything in hand is lost, and the worker enters anew. */
  fenced(wid: string): void {
    // While it leaves this is no news: a beat that crossed with leaving says the same.
    if (this.#stopped || !this.#registration.lose(wid)) return;
    this.#outbox.clear();
    this.#adopt = [];
    this.#parts.hand.lose();
    this.#idleWait.interrupt();
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
        const { wid } = this;
        if (wid === undefined) await this.#enter();
        else if (this.#reconcileDue) await this.#reconcile(wid);
        else {
          const request = this.#compose();
          if (!request) break;
          await this.#exchange(wid, request);
        }
        this.#retryMs = FIRST_RETRY_MS;
      }
    } catch (error) {
      this.#stumble(error as LongshoreError);
    }
    this.#flying = false;
    this.#parts.hand.startFresh();
    // Not in this turn: jobs that end at once are over then, and an empty hand waits with less delay.
    setImmediate(this.#waitForWork);
  };

  /** Redis did not answer, or not as hoped: whatever was asked may have happened. */
  #stumble(error: LongshoreError): void {
    if (this.#stopped) return;
    this.#reconcileDue = true;
    this.#nothingWaits = false;
    // The other queues of this worker need not wait for their turn behind one that is in trouble.
    this.#hunger(false);
    this.#timers.backOff(this.#retryMs, this.wake);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
    this.#parts.onError(error);
  }

  async #enter(): Promise<void> {
    const sentAt = performance.now();
    const wid = await this.#registration.enter(this.#parts.settings.deadlineMs);
    this.#lastSentAt = sentAt;
    this.#answeredAt = performance.now();
    this.#nothingWaits = false;
    this.#reconcileDue = false;
    this.#parts.onEntered(wid);
  }

  /** What to say now; undefined when there is nothing. */
  #compose(): Request | undefined {
    this.#freePlace();
    const adopt = this.#adopt;
    const want = Math.max(adopt.length, this.#want());
    const hasNews = !this.#outbox.isEmpty || adopt.length > 0 || this.#promoteDue || this.#tellDue;
    // It would ask, and has no slot: when one is free it may be its turn.
    if (want === 0 && !this.#nothingWaits && !this.#gate.isClosed && !this.#quiet) this.#hunger(true);
    if (!hasNews && (want === 0 || this.#nothingWaits || this.#gate.isClosed)) return undefined;
    this.#adopt = [];
    this.#promoteDue = false;
    this.#tellDue = false;
    return { endings: this.#outbox.take(), adopt, want };
  }

  /** A suspect has ended: the next may come. Nobody is told of those that wait, but when they come. */
  #freePlace(): void {
    if (!this.#apart?.isOver) return;
    this.#apart = undefined;
    this.#nothingWaits = false;
  }

  #want(): number {
    if (this.#quiet || !processLoad.mayTake(this)) return 0;
    // Kept for a suspect: nothing until the hands of this process are empty, then that one.
    if (this.#isReserved) return processLoad.inHand === 0 ? 1 : 0;
    return Math.max(0, this.#appetite.want(this.#idleWait.isWaiting ? 1 : 0, this.#gate.isLimited));
  }

  /** Says whether it has, or may have, jobs waiting. */
  #hunger(hungry: boolean): void {
    const { slots, share } = this.#parts.hand;
    if (!hungry || !share.hungry) slots.hunger(share, hungry);
  }

  #input(wid: string, { adopt, want }: Request, completed: ExchangeInput['completed']) {
    const { early, keepCompleted, hasPlace } = this.#parts.settings;
    const alone = processLoad.inHand === 0 && adopt.every((id) => id === '');
    const ownPlace: ExchangeInput['ownPlace'] = !hasPlace ? undefined : this.#apart ? 'busy' : 'free';
    return { wid, want, alone, ownPlace, early, quiet: this.#quiet, keepCompleted, adopt, completed };
  }

  async #exchange(wid: string, request: Request): Promise<void> {
    const { connection, keys, settings, hand, onSettled, onHand } = this.#parts;
    const { endings, want } = request;
    const sentAt = performance.now();
    hand.share.held += want;
    this.#reporting = endings.length;
    const { completed, others } = splitEndings(endings);
    let reply: ExchangeReply | undefined;
    let settled: Settled | undefined = NOTHING_SETTLED;
    try {
      // Both go out in one write, and in this order: what is handed back may be taken again at once.
      const flight = Promise.all([
        others.length === 0 ? settled : settle.run(connection, keys, { wid, reports: others }, settings.deadlineMs),
        exchange.run(connection, keys, this.#input(wid, request, completed), settings.deadlineMs),
      ]);
      hand.startFresh();
      [settled, reply] = await flight;
    } catch (error) {
      if (this.wid === wid) this.#outbox.putBack(endings);
      throw error;
    } finally {
      hand.share.held -= want;
      this.#reporting = 0;
    }
    if (this.wid !== wid) return;
    if (!reply || !settled) return this.fenced(wid);
    const stale = settled.stale.length === 0 ? reply.stale : [...reply.stale, ...settled.stale];
    const refused = stale.length === 0 ? undefined : await this.#outbox.refused(endings, stale);
    for (const ending of endings) {
      const { id } = ending.claim;
      hand.settled(id);
      onSettled(ending, refused?.has(id) ? 'stale' : settled.cancelled.includes(id) ? 'cancelled' : 'settled');
    }
    this.#accept(wid, reply, sentAt);
    onHand();
  }

  #accept(wid: string, reply: ExchangeReply, sentAt: number): void {
    const { hand } = this.#parts;
    const now = performance.now();
    this.#answeredAt = now;
    const claims: Claim[] = [];
    // A message with a line end in it is none of ours: which is whose cannot be told here, and reconciling reads them one by one.
    if (reply.messages.length !== reply.ids.length) this.#reconcileDue = true;
    for (const [i, message] of reply.messages.length === reply.ids.length ? reply.messages.entries() : []) {
      const held = reply.held[i] as string;
      const id = reply.ids[i] as string;
      if (this.#recalled.has(held)) continue;
      this.#appetite.observe(message);
      claims.push(new Claim(id, wid, held, message, reply.tries[i] ?? undefined, now, reply.now));
    }
    if (claims.length > 0) this.#appetite.observeOthers(reply.tries.filter((text) => text !== null).length);
    this.#lastSentAt = Math.max(this.#lastSentAt, sentAt);
    this.#nothingWaits = reply.note === 'empty';
    this.#gate.observe(reply.gate, reply.opensMs);
    // At a closed gate it must not hold up the other queues.
    // By weights a queue that has just had some is likely to have more; in a strict order others wait for it, so it must be known.
    const hasMore = reply.note !== 'empty' || (claims.length > 0 && hand.slots.order === 'weighted');
    this.#hunger(!this.#gate.isClosed && hasMore);
    this.#timers.dueIn(reply.nextDueMs);
    if (reply.note === 'suspect' || reply.note === 'drain') this.#reserve();
    else if (this.#isReserved && processLoad.inHand === 0) this.#unreserve();
    // Other queues of this process may have got jobs since this was asked: then the suspect goes back until they are done.
    if (reply.note === 'suspect' && processLoad.inHand > 0) this.#outbox.release(claims);
    else this.#takeIn(claims, sentAt);
  }

  /** Keeps this process for a suspect. One that was asked for before this worker became quiet goes back, and Redis hears so. */
  #reserve(): void {
    if (this.#quiet) this.#tellDue = true;
    else this.#isReserved = processLoad.reserve(this);
  }

  /** A suspect runs alone in its process; this one is free again. */
  #unreserve(): void {
    this.#isReserved = false;
    processLoad.release(this);
  }

  /** Claims come in hand, or go back at once: while closing, while a suspect runs here, and on old news. */
  #takeIn(claims: readonly Claim[], sentAt: number): void {
    const { hand, settings } = this.#parts;
    // Between request and reply this process stood still for so long that its lease may be gone.
    const isOld = performance.now() - sentAt > settings.leaseMs / 2;
    // A suspect that shall be alone was asked for with empty hands; what has come in since goes first.
    const isCrowded = claims.some((claim) => claim.isSolo) && processLoad.inHand + claims.length > 1;
    if (isOld || isCrowded || this.#quiet || !processLoad.mayTake(this)) this.#outbox.release(claims);
    else {
      hand.accept(claims);
      if (settings.hasPlace) this.#apart = claims.find((claim) => claim.isApart) ?? this.#apart;
    }
    if (hand.unstarted > 0) this.#timers.watchStalls();
  }

  #withdrawStalled(): void {
    const { hand, prefetch } = this.#parts;
    const stalled = hand.withdraw(performance.now() - LaneTimers.STALL_MS);
    if (stalled.length > 0) prefetch.stalled();
    this.#outbox.release(stalled);
    if (hand.unstarted > 0) this.#timers.watchStalls();
    this.wake();
  }

  /** What Redis says this worker holds comes in hand. */
  async #reconcile(wid: string): Promise<void> {
    if (!this.#idleWait.mayClaim) this.#recalled.clear();
    const sentAt = performance.now();
    const found = await this.#reconciler.find(wid);
    if (this.wid !== wid) return;
    if (!found) return this.fenced(wid);
    this.#answeredAt = performance.now();
    this.#reconcileDue = false;
    if (this.#quiet && found.unclaimed.length > 0) this.#returnMoved();
    if (!this.#quiet) for (const id of found.unclaimed) if (!this.#adopt.includes(id)) this.#adopt.push(id);
    for (const claim of found.claims) {
      this.#recalled.add(claim.held);
      if (claim.isSolo) this.#reserve();
    }
    this.#takeIn(found.claims, sentAt);
    for (const id of found.ordered) this.cancel(id);
  }

  /** Slots are free and nothing waits: let Redis say when a job comes. One slot is kept for what the read brings. */
  readonly #waitForWork = (): void => {
    const { hand, settings, lastBeatAt } = this.#parts;
    const { wid } = this;
    if (this.#stopped || this.#flying || this.#scheduled) return;
    if (this.#idleWait.isWaiting || this.#quiet || wid === undefined || this.#timers.isBackingOff) return;
    if (
      !this.#nothingWaits ||
      this.#gate.isClosed ||
      !processLoad.mayTake(this) ||
      this.#isReserved ||
      hand.slots.free < 1
    )
      return;
    // After a standstill (a stopped process, an outage) the lease may be gone: an exchange has to succeed first.
    if (performance.now() - Math.max(this.#lastSentAt, lastBeatAt()) > settings.leaseMs / 2) return this.stir();
    this.#idleWait.begin(wid);
  };

  #claimedIdly(wid: string, reply: ExchangeReply | undefined, sentAt: number): void {
    if (this.#stopped || this.wid !== wid) return;
    if (!reply) return this.fenced(wid);
    // While a suspect runs here, or is waited for, nothing else may.
    if (this.#isReserved) this.#refuse(wid, reply);
    else this.#accept(wid, reply, sentAt);
    if (!this.#flying) this.#parts.hand.startFresh();
    void this.#turn();
  }

  #refuse(wid: string, reply: ExchangeReply): void {
    const now = performance.now();
    const claims = reply.ids.map((id, i) => new Claim(id, wid, reply.held[i] as string, '', undefined, now, reply.now));
    this.#outbox.release(claims.filter(({ held }) => !this.#recalled.has(held)));
  }

  #moved(wid: string, id: string | undefined): void {
    if (this.#stopped || this.wid !== wid) return;
    this.#answeredAt = performance.now();
    if (id !== undefined && id !== '' && (this.#quiet || !processLoad.mayTake(this) || this.#isReserved)) {
      // A suspect runs in this process, or it takes nothing any more.
      return this.#returnMoved();
    }
    if (id !== undefined && !this.#parts.hand.has(id)) this.#adopt.push(id);
    this.#nothingWaits = false;
    // At once, not at the end of the turn: an idle worker answers without delay.
    void this.#turn();
  }

  /** What a blocked read has moved, and nothing has claimed, goes back. If this fails, reconciling finds it. */
  #returnMoved(): void {
    const { connection, keys, settings } = this.#parts;
    const { wid } = this;
    if (wid === undefined) return;
    giveBack.run(connection, keys, { wid }, settings.deadlineMs).catch((error: LongshoreError) => this.#stumble(error));
  }

  #waitFailed(wid: string, error: LongshoreError): void {
    if (this.#stopped || this.#quiet || this.wid !== wid) return;
    if (error.code !== 'ERR_REDIS_MEMORY') return this.#stumble(error);
    this.#nothingWaits = false;
    this.#timers.backOff(MEMORY_POLL_MS, this.wake);
  }
}
