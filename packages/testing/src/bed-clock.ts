// The clock of a test bed. Everything of a queue is judged by Redis's clock, which nobody can set; so time passes by moving
// nearer what lies ahead. Why so: docs/decisions/0011-testing-clock.md.
import { readFileSync } from 'node:fs';
import { type QueueKeys, queueKeys, registryKey } from '@longshore/core/testing';
import type { Redis } from 'ioredis';

const script = (name: string) => readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8');
const DUE = script('due');
const ADVANCE = script('advance');

/** What a queue has to do. */
interface Due {
  /** There is something to do now. */
  readonly now: boolean;
  /** When there will be, ms; `Infinity`: never. */
  readonly nextMs: number;
}

export class BedClock {
  readonly #client: Redis;
  readonly #prefix: string;
  #advancedMs = 0;

  constructor(client: Redis, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  /** How much further than the clock on the wall, ms. */
  get advancedMs(): number {
    return this.#advancedMs;
  }

  async due(queue: string): Promise<Due> {
    const k = queueKeys(this.#prefix, queue);
    const sets = [k.waiting, k.prioritized, k.delayed, k.suspects, k.expiring, k.fleeting];
    const keys = [...sets, k.workers, k.limits, k.meta];
    const [now, next] = (await this.#client.eval(DUE, keys.length, ...keys, k.tag)) as [number, number];
    return { now: now === 1, nextMs: next < 0 ? Number.POSITIVE_INFINITY : next };
  }

  /** Lets time pass for every queue under the prefix. */
  async advance(ms: number): Promise<void> {
    if (ms <= 0) return;
    for (const queue of await this.#client.hkeys(registryKey(this.#prefix))) {
      const k = queueKeys(this.#prefix, queue);
      const keys = [k.delayed, k.expiring, k.fleeting, k.limits, k.tries, ...(await this.#locks(k))];
      await this.#client.eval(ADVANCE, keys.length, ...keys, ms);
    }
    this.#advancedMs += ms;
  }

  /** Deletes every key under the prefix. */
  async wipe(): Promise<void> {
    const prefix = literal(this.#prefix);
    for (const pattern of [`{${prefix}:*`, literal(registryKey(this.#prefix))]) {
      const keys = await this.#scan(pattern);
      if (keys.length > 0) await this.#client.unlink(...keys);
    }
  }

  /** A lock that stands for a while is named by no job any more once its job has ended. */
  #locks(keys: QueueKeys): Promise<string[]> {
    return this.#scan(`${literal(keys.unique(''))}*`);
  }

  async #scan(pattern: string): Promise<string[]> {
    const found = new Set<string>();
    let cursor = '0';
    do {
      const [next, keys] = await this.#client.scan(cursor, 'MATCH', pattern, 'COUNT', 1000);
      for (const key of keys) found.add(key);
      cursor = next;
    } while (cursor !== '0');
    return [...found];
  }
}

/** The text as a glob pattern that matches nothing else. */
const literal = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&');
