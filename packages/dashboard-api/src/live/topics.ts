// All jobs and boards that are watched through this process. One connection listens for all of them (the library's
// subscriber), and each is followed for a few seconds longer than it is watched, so that a long-poll finds it again.
import type { FastifyBaseLogger } from 'fastify';
import type { NoticeSource } from './notice-source.js';
import { Topic } from './topic.js';

const LINGER_MS = 5000;
const SWEEP_MS = 1000;

export class Topics {
  readonly #log: FastifyBaseLogger;
  readonly #topics = new Map<string, Topic>();
  #sweeping: NodeJS.Timeout | undefined;

  constructor(log: FastifyBaseLogger) {
    this.#log = log;
  }

  /** @param key tells it from all others; `open` makes its source when nobody watches it yet */
  get(key: string, open: () => NoticeSource): Topic {
    const known = this.#topics.get(key);
    if (known) return known;
    const topic: Topic = new Topic(open(), this.#log, () => {
      if (this.#topics.get(key) === topic) this.#topics.delete(key);
    });
    this.#topics.set(key, topic);
    this.#sweeping ??= setInterval(() => this.#sweep(), SWEEP_MS).unref();
    return topic;
  }

  close(): void {
    clearInterval(this.#sweeping);
    for (const topic of this.#topics.values()) topic.close();
    this.#topics.clear();
  }

  #sweep(): void {
    const longAgo = performance.now() - LINGER_MS;
    for (const [key, topic] of this.#topics) {
      if (topic.isWatched || topic.usedAt > longAgo) continue;
      this.#topics.delete(key);
      topic.close();
    }
    if (this.#topics.size > 0) return;
    clearInterval(this.#sweeping);
    this.#sweeping = undefined;
  }
}
