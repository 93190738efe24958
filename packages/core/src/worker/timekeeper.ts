// Keeps the time of runs that have a timeout: at the deadline a run is told to stop, and after its grace it is given up.
// One timer for all runs of a lane. It is set for the earliest of them and not moved when one ends, so that jobs which end
// in time, as nearly all do, cost an entry in a set and no timer. It never keeps the process alive.
import type { Claim } from './claim.js';
import type { DeadlinePlace, RunDeadlines } from './run-deadlines.js';

/** A run that has a timeout. */
export interface TimedRun {
  readonly claim: Claim;
  readonly timeoutMs: number;
  /** How long it may go on when it was told to stop. */
  readonly graceMs: number;
}

/** Deadlines this close together share one look at all runs, ms. */
const RESOLUTION_MS = 10;
/** setTimeout holds no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Entry {
  /** When to look at it next, `performance.now()`. */
  at: number;
  isTold: boolean;
  /** Where others see until when it must have ended. */
  readonly place: DeadlinePlace | undefined;
}

export class Timekeeper<Run extends TimedRun> {
  readonly #runs = new Map<Run, Entry>();
  readonly #giveUp: (run: Run) => void;
  readonly #deadlines: RunDeadlines | undefined;
  readonly #queue: string;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  /**
   * @param giveUp what becomes of a run that goes on after its grace
   * @param deadlines where each run is entered, for who must know when this thread can say nothing
   */
  constructor(giveUp: (run: Run) => void, queue: string, deadlines?: RunDeadlines) {
    this.#giveUp = giveUp;
    this.#queue = queue;
    this.#deadlines = deadlines;
  }

  /** The handler is about to be called. */
  begin(run: Run): void {
    const at = performance.now() + run.timeoutMs;
    const place = this.#isStopped ? undefined : this.#deadlines?.begin(this.#queue, run.claim.id, at + run.graceMs);
    this.#runs.set(run, { at, isTold: false, place });
    this.#lookAt(at);
  }

  /** The handler has ended. */
  end(run: Run): void {
    if (this.#deadlines) this.#leave(this.#runs.get(run));
    this.#runs.delete(run);
  }

  /** Tells nobody any more. */
  stop(): void {
    clearTimeout(this.#timer);
    for (const entry of this.#runs.values()) this.#leave(entry);
    this.#runs.clear();
    this.#timerAt = Number.NEGATIVE_INFINITY;
  }

  get #isStopped(): boolean {
    return this.#timerAt === Number.NEGATIVE_INFINITY;
  }

  #leave(entry: Entry | undefined): void {
    if (entry?.place) this.#deadlines?.end(entry.place);
  }

  #lookAt(at: number): void {
    if (at >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    const waitMs = Math.min(Math.max(at - performance.now(), RESOLUTION_MS), LONGEST_TIMER_MS);
    this.#timer = setTimeout(() => this.#look(), waitMs).unref();
  }

  #look(): void {
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = performance.now();
    let next = Number.POSITIVE_INFINITY;
    for (const [run, entry] of this.#runs) {
      if (entry.at <= now) this.#isDue(run, entry, now);
      if (this.#runs.has(run)) next = Math.min(next, entry.at);
    }
    this.#lookAt(next);
  }

  /** The grace counts from when it was truly told: a blocked event loop may have held up both. */
  #isDue(run: Run, entry: Entry, now: number): void {
    if (entry.isTold) {
      this.end(run);
      this.#giveUp(run);
      return;
    }
    entry.isTold = true;
    entry.at = now + run.graceMs;
    if (entry.place) this.#deadlines?.move(entry.place, entry.at);
    run.claim.abort('timeout');
  }
}
