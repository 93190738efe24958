// All channels that are listened to through this process; each is followed once, and a little longer than somebody listens.
import { Channel } from '@longshore/core';
import type { DashboardSettings } from '../options.js';
import type { ChannelTopic } from './channel-topic.js';
import { SharedPool } from './shared-pool.js';

const LINGER_MS = 5000;

export class ChannelTopics {
  readonly #pool: SharedPool<Channel>;
  readonly #topics = new Map<string, { readonly topic: ChannelTopic; readonly giveBack: () => void }>();
  #sweeping: NodeJS.Timeout | undefined;

  constructor({ connection, prefix, deadlineMs }: DashboardSettings) {
    // How much a channel keeps is known to its own publishers; a subscriber that says "the same" misses nothing of it.
    const options = { connection, prefix, deadline: deadlineMs, history: 'same' } as const;
    this.#pool = new SharedPool((name) => new Channel(name, options));
  }

  /** @throws {InvalidNameError} `ERR_INVALID_NAME` */
  get(name: string, open: (channel: Channel) => ChannelTopic): ChannelTopic {
    const known = this.#topics.get(name);
    if (known) return known.topic;
    const { it, giveBack } = this.#pool.take(name);
    const topic = open(it);
    this.#topics.set(name, { topic, giveBack });
    this.#sweeping ??= setInterval(() => this.#sweep(), 1000).unref();
    return topic;
  }

  publish(name: string, message: unknown): Promise<{ id: number; at: number }> {
    return this.#pool.with(name, (channel) => channel.publish(message));
  }

  /** Lets all listeners go. */
  part(): void {
    clearInterval(this.#sweeping);
    for (const { topic } of this.#topics.values()) topic.close();
    this.#topics.clear();
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  #sweep(): void {
    const longAgo = performance.now() - LINGER_MS;
    for (const [name, { topic, giveBack }] of this.#topics) {
      if (topic.isWatched || topic.usedAt > longAgo) continue;
      this.#topics.delete(name);
      topic.close();
      giveBack();
    }
  }
}
