// Counts what a worker does on one queue, in plain numbers, and tells Redis every few seconds: the history of a queue, by
// the minute. A worker that does nothing tells nothing, but for the one that has just swept for the whole fleet: it tells
// what has happened without a worker, such as cancelled jobs that had not started.
import { randomId } from '../job/random-id.js';
import type { Logger } from '../logger.js';
import type { Connection } from '../redis/connection.js';
import { DURATION_STEPS, type RecordInput, record, stepOf } from '../redis/history.js';
import type { QueueKeys } from '../redis/keys.js';
import type { Ending } from './ending.js';

interface RecorderParts {
  readonly keys: QueueKeys;
  readonly connection: Connection;
  readonly log: Logger;
}

const EVERY_MS = 10_000;
/** What a worker that leaves spends on its last report at most. */
const LAST_MS = 1000;

/** Durations, counted by their length. */
class Durations {
  readonly #counts = new Float64Array(DURATION_STEPS);
  #sumMs = 0;

  add(ms: number): void {
    this.#sumMs += ms;
    this.#counts[stepOf(ms)] = (this.#counts[stepOf(ms)] ?? 0) + 1;
  }

  /** What was counted, under names that begin with `what`; it begins anew. */
  take(what: 'wait' | 'run'): RecordInput['figures'] {
    const figures: [string, number][] = [];
    for (const [step, count] of this.#counts.entries()) if (count > 0) figures.push([`${what}${step}`, count]);
    if (figures.length > 0) figures.push([`${what}Sum`, Math.round(this.#sumMs * 1000)]);
    this.#counts.fill(0);
    this.#sumMs = 0;
    return figures;
  }
}

export class Recorder {
  readonly #parts: RecorderParts;
  readonly #teller = randomId();
  readonly #waits = new Durations();
  readonly #runs = new Durations();
  #retried = 0;
  #number = 0;
  /** A report that Redis has not confirmed: it is sent again as it is, so that nothing is added twice. */
  #unheard: RecordInput | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #telling: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /** A handler has run, for so long. Only runs that came to an end of their own are told; a job waits until its first claim. */
  over({ claim, job, report: { verdict } }: Ending, runMs: number): void {
    if (!job || (verdict !== 'completed' && verdict !== 'failed' && verdict !== 'retry')) return;
    this.#runs.add(Math.max(0, runMs));
    if (claim.failures === 0) this.#waits.add(Math.max(0, claim.claimedAt - job.addedAt));
    this.#later();
  }

  /** Redis has taken the report of an attempt that is followed by another. */
  retried(): void {
    this.#retried++;
    this.#later();
  }

  /** This worker has swept for the fleet. */
  swept(): void {
    if (performance.now() - this.#toldAt >= EVERY_MS) this.#later(0);
  }

  /** Tells what is left, within the deadline. What is not heard any more is lost from the history, and from nothing else. */
  async close(deadlineMs: number): Promise<void> {
    this.#closed = true;
    const hadCounted = this.#timer !== undefined || this.#unheard !== undefined;
    clearTimeout(this.#timer);
    if (!hadCounted) return;
    const ms = Math.min(deadlineMs, LAST_MS);
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    // An earlier report may still be under way, and has more time than is left here.
    await Promise.race([this.#tell(ms), over]);
    clearTimeout(timer);
  }

  #later(ms = EVERY_MS): void {
    if (this.#timer !== undefined || this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#tell();
    }, ms);
  }

  /** One report at a time, in their order. */
  #tell(deadlineMs?: number): Promise<void> {
    this.#telling = this.#telling.then(() => this.#send(deadlineMs));
    return this.#telling;
  }

  async #send(deadlineMs: number | undefined): Promise<void> {
    const { connection, keys, log } = this.#parts;
    this.#unheard ??= this.#take();
    this.#toldAt = performance.now();
    try {
      await record.run(connection, keys, this.#unheard, deadlineMs);
      this.#unheard = undefined;
    } catch (err) {
      log.debug({ err }, 'figures of the history were not recorded; they are sent again');
      this.#later();
    }
  }

  #take(): RecordInput {
    const figures = [...this.#waits.take('wait'), ...this.#runs.take('run')];
    const retried = this.#retried;
    this.#retried = 0;
    if (figures.length > 0 || retried > 0) this.#number++;
    return { teller: this.#teller, number: this.#number, retried, figures };
  }
}
