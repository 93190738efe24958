// The events of all queues, for everybody who listens: heard once, written once for each queue and tick, and counted for those who
// want figures alone. While nobody listens nothing is heard.
import type { Queue, QueueEvents } from '@longshore/core';
import type { FastifyBaseLogger } from 'fastify';
import type { QueuePool } from '../queues/queue-pool.js';

export type QueueEvent = Exclude<keyof QueueEvents, 'error'>;

/** What happened in a queue since the last tick. */
export interface Happened {
  /** As server-sent events. */
  text: string;
  count: number;
  readonly counts: Partial<Record<QueueEvent, number>>;
}

export type Batch = ReadonlyMap<string, Happened>;

const EVENTS: readonly QueueEvent[] = [
  'added',
  'active',
  'completed',
  'failed',
  'cancelled',
  'expired',
  'retrying',
  'recovered',
  'removed',
];

const TICK_MS = 50;
/** How soon a new queue is noticed. */
const LOOK_MS = 1000;

export class QueueEventsHub {
  readonly #queues: QueuePool;
  readonly #log: FastifyBaseLogger;
  readonly #listeners = new Set<(batch: Batch) => void>();
  readonly #heard = new Map<Queue, () => void>();
  #batch = new Map<string, Happened>();
  #tick: NodeJS.Timeout | undefined;
  #look: NodeJS.Timeout | undefined;

  constructor(queues: QueuePool, log: FastifyBaseLogger) {
    this.#queues = queues;
    this.#log = log;
  }

  /** Calls back with what happened in each tick in which something did. */
  listen(callback: (batch: Batch) => void): () => void {
    this.#listeners.add(callback);
    if (!this.#look) {
      this.#look = setInterval(() => void this.#hearAll(), LOOK_MS).unref();
      void this.#hearAll();
    }
    return () => {
      this.#listeners.delete(callback);
      if (this.#listeners.size === 0) this.close();
    };
  }

  close(): void {
    clearInterval(this.#look);
    clearTimeout(this.#tick);
    this.#look = undefined;
    this.#tick = undefined;
    for (const stop of this.#heard.values()) stop();
    this.#heard.clear();
    this.#batch = new Map();
  }

  async #hearAll(): Promise<void> {
    try {
      const queues = new Set(await this.#queues.all());
      if (!this.#look) return;
      for (const queue of queues) if (!this.#heard.has(queue)) this.#heard.set(queue, this.#hear(queue));
      // One that was destroyed, and perhaps made again, is another.
      for (const [queue, stop] of this.#heard) {
        if (queues.has(queue)) continue;
        stop();
        this.#heard.delete(queue);
      }
    } catch (err) {
      this.#log.debug({ err }, 'could not look for new queues; it is tried again');
    }
  }

  #hear(queue: Queue): () => void {
    const stops = EVENTS.map((event) => {
      const happened = ({ id, at }: { id: string; at: number }): void => this.#note(queue.name, event, id, at);
      queue.on(event, happened);
      return () => queue.off(event, happened);
    });
    return () => {
      for (const stop of stops) stop();
    };
  }

  #note(queue: string, event: QueueEvent, id: string, at: number): void {
    let happened = this.#batch.get(queue);
    if (!happened) {
      happened = { text: '', count: 0, counts: {} };
      this.#batch.set(queue, happened);
    }
    happened.text += `event: ${event}\ndata: ${JSON.stringify({ queue, id, at })}\n\n`;
    happened.count += 1;
    happened.counts[event] = (happened.counts[event] ?? 0) + 1;
    this.#tick ??= setTimeout(() => this.#tell(), TICK_MS).unref();
  }

  #tell(): void {
    const batch = this.#batch;
    this.#batch = new Map();
    this.#tick = undefined;
    for (const callback of [...this.#listeners]) callback(batch);
  }
}
