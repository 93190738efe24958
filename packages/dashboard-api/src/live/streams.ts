// All who watch through this process: how many there may be, their heartbeats, and their end when the API closes.
import { ClosedError } from '@longshore/core';
import type { FastifyReply } from 'fastify';
import { TooManyWatchersError } from '../problems/problem-error.js';
import { EventStream } from './event-stream.js';

/** Proxies and browsers give up on a connection that is silent for half a minute or longer. */
const BEAT_S = 15;
/** How long the streams may take to say goodbye. */
const PARTING_MS = 1000;

export class Streams {
  readonly #most: number;
  /** Streams by the second in which their heartbeat is due, so that not all beat at once. */
  readonly #beats: readonly Set<EventStream>[] = Array.from({ length: BEAT_S }, () => new Set());
  readonly #onClose = new Set<() => void>();
  #watchers = 0;
  #opened = 0;
  #second = 0;
  #clock: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** How many watch now. */
  get watchers(): number {
    return this.#watchers;
  }

  /**
   * Counts a watcher in, until the function that it returns is called.
   *
   * @throws {TooManyWatchersError} {@link ClosedError}
   */
  enter(): () => void {
    if (this.#isClosed) throw new ClosedError('the API');
    if (this.#watchers >= this.#most) throw new TooManyWatchersError(this.#most);
    this.#watchers += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#watchers -= 1;
    };
  }

  /** Begins a stream and counts it in until it ends. @throws {TooManyWatchersError} {@link ClosedError} and nothing was answered */
  open(reply: FastifyReply): EventStream {
    const leave = this.enter();
    const stream = new EventStream(reply);
    const due = this.#beats[this.#opened++ % BEAT_S] as Set<EventStream>;
    due.add(stream);
    this.#clock ??= setInterval(() => this.#beat(), 1000).unref();
    stream.onClose(() => {
      due.delete(stream);
      leave();
    });
    return stream;
  }

  /** Calls back when the API closes; returns what stops that. */
  onClose(callback: () => void): () => void {
    this.#onClose.add(callback);
    return () => this.#onClose.delete(callback);
  }

  /** Ends all streams and waits; nobody gets in any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#clock);
    for (const callback of [...this.#onClose]) callback();
    const open = this.#beats.flatMap((streams) => [...streams]);
    const ended = open.map((stream) => new Promise<void>((resolve) => stream.onClose(resolve)));
    for (const stream of open) stream.end();
    const patience = new Promise((resolve) => setTimeout(resolve, PARTING_MS).unref());
    await Promise.race([Promise.all(ended), patience]);
  }

  #beat(): void {
    this.#second = (this.#second + 1) % BEAT_S;
    for (const stream of this.#beats[this.#second] as Set<EventStream>) stream.beat();
  }
}
