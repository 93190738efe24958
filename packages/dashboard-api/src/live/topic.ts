// One job or board with everybody who watches it. However many they are, it is followed once, and the last notice is kept:
//   1. who comes gets the notice that is kept, or one read of Redis at most each second tells how things stand;
//   2. who stays is told of each newer notice, by one follow that begins with the first who stays;
//   3. when the job is over, all are told its last notice, and the topic is over too: a retried job is another one;
//   4. a while after the last has left, the follow ends (see topics.ts).
import { LongshoreError, type Notice } from '@longshore/core';
import type { FastifyBaseLogger } from 'fastify';
import { ProblemError } from '../problems/problem-error.js';
import { statusOf } from '../problems/status-of.js';
import type { NoticeSource } from './notice-source.js';
import { Posted } from './posted.js';

/** Somebody who stays. */
export interface Watcher {
  /** A newer notice than all before; nothing comes behind one with a `state`. */
  tell(posted: Posted): void;
  /** The API closes: nothing more will come from here. */
  end(): void;
}

/** For how long nobody needs to ask Redis again how things stand. */
const FRESH_MS = 1000;
const RETRY_MS = 500;

export class Topic {
  readonly #source: NoticeSource;
  readonly #log: FastifyBaseLogger;
  readonly #onOver: () => void;
  readonly #watchers = new Set<Watcher>();
  #newest: Posted | undefined;
  #confirmedAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;
  #follow: AbortController | undefined;
  #isOver = false;
  /** When somebody was last here, by the clock of this process. */
  usedAt = performance.now();

  constructor(source: NoticeSource, log: FastifyBaseLogger, onOver: () => void) {
    this.#source = source;
    this.#log = log;
    this.#onOver = onOver;
  }

  get isWatched(): boolean {
    return this.#watchers.size > 0;
  }

  /**
   * The notice that is there now.
   *
   * @throws a problem with the status 404 when there is no such job; errors of Redis
   */
  async newest(): Promise<Posted | undefined> {
    this.usedAt = performance.now();
    if (!this.#follow || this.usedAt - this.#confirmedAt > FRESH_MS) await this.#read();
    return this.#newest;
  }

  /** Tells of everything newer than `newest()`, until the function that it returns is called. */
  add(watcher: Watcher): () => void {
    // Closed while somebody was on the way here: they come again.
    if (this.#isOver) queueMicrotask(() => watcher.end());
    else this.#watchers.add(watcher);
    if (!this.#follow && !this.#isOver) {
      this.#follow = new AbortController();
      void this.#run(this.#follow.signal);
    }
    return () => {
      this.usedAt = performance.now();
      this.#watchers.delete(watcher);
    };
  }

  /** Ends the follow, and with it whoever is still here. */
  close(): void {
    this.#stop();
    for (const watcher of [...this.#watchers]) watcher.end();
    this.#watchers.clear();
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const notice of this.#source.follow(this.#newest?.seq ?? 0, signal)) this.#heard(notice);
        // The job is over, or it was and is retried, or its queue was closed: Redis tells.
        if (!signal.aborted) await this.#read();
      } catch (err) {
        if (isGone(err)) this.#remove();
        else if (!signal.aborted) this.#log.debug({ err }, 'could not follow; it is tried again');
      }
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  /** Those who ask at the same time share one read. */
  #read(): Promise<void> {
    this.#reading ??= this.#ask().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #ask(): Promise<void> {
    const before = this.#newest;
    try {
      const { notice, end } = await this.#source.read();
      if (this.#isOver) return;
      this.#confirmedAt = performance.now();
      if (end) this.#finish(Posted.ending(end.state, end.endedAt, notice && this.#posted(notice)));
      else if (notice) this.#heard(notice);
      // What was there has expired, unless something was heard meanwhile.
      else if (this.#newest === before) this.#newest = undefined;
    } catch (error) {
      if (isGone(error)) this.#remove();
      throw error;
    }
  }

  #remove(): void {
    if (!this.#isOver) this.#finish(Posted.removal(Date.now(), this.#newest));
  }

  #heard(notice: Notice): void {
    if (this.#isOver || (this.#newest && notice.seq <= this.#newest.seq)) return;
    this.#newest = this.#posted(notice);
    this.#confirmedAt = performance.now();
    for (const watcher of [...this.#watchers]) watcher.tell(this.#newest);
  }

  #finish(last: Posted): void {
    this.#newest = last;
    this.#stop();
    this.#onOver();
    for (const watcher of [...this.#watchers]) watcher.tell(last);
    this.#watchers.clear();
  }

  #stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#follow?.abort();
    this.#source.close();
  }

  #posted(notice: Notice): Posted {
    return Posted.of({ ...notice, value: this.#source.shown(notice.value) });
  }
}

/** Whether an error says that there is nothing to watch. */
function isGone(error: unknown): boolean {
  if (error instanceof ProblemError) return error.status === 404;
  return error instanceof LongshoreError && statusOf(error.code) === 404;
}
