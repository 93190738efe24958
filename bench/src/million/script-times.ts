// How long each call of a script has occupied Redis, from its slow log, which is set to write down everything.
import { scripts } from '@longshore/core/testing';
import type { Redis } from 'ioredis';
import { percentile } from '../statistics.js';

export interface ScriptFigures {
  readonly script: string;
  readonly calls: number;
  /** ms each. */
  readonly median: number;
  readonly p99: number;
  readonly most: number;
  /** How many calls took longer than the limit. */
  readonly over: number;
}

/** What no script call may take, ms. */
export const LIMIT_MS = 5;

export class ScriptTimes {
  readonly #redis: Redis;
  readonly #names = new Map(scripts.map(({ current, contract }) => [current.sha, contract.name]));
  readonly #micros = new Map<string, number[]>();

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** Does the work, and adds what its calls took under `step`. Long work is read in pieces, since the log is bounded. */
  async during(step: string, work: () => Promise<unknown>): Promise<void> {
    await this.#redis.call('SLOWLOG', 'RESET');
    const timer = setInterval(() => void this.#collect(step), 500);
    try {
      await work();
    } finally {
      clearInterval(timer);
      await this.#collect(step);
    }
  }

  /** Figures for each script, or for each script in each step. */
  figures(): ScriptFigures[] {
    return [...this.#micros].map(([script, micros]) => {
      const ms = micros.map((value) => value / 1000);
      const over = ms.filter((value) => value > LIMIT_MS).length;
      const most = ms.reduce((a, b) => Math.max(a, b), 0);
      return { script, calls: ms.length, median: percentile(ms, 0.5), p99: percentile(ms, 0.99), most, over };
    });
  }

  async #collect(step: string): Promise<void> {
    // In one step: what comes in between would be counted twice, or not at all.
    const replies = await this.#redis
      .multi([
        ['slowlog', 'get', '-1'],
        ['slowlog', 'reset'],
      ])
      .exec();
    for (const [, , micros, words] of (replies?.[0]?.[1] ?? []) as [number, number, number, string[]][]) {
      const name = words[0]?.toLowerCase() === 'evalsha' ? this.#names.get(words[1] ?? '') : undefined;
      if (name === undefined) continue;
      const key = `${name} | ${step}`;
      const known = this.#micros.get(key);
      if (known) known.push(micros);
      else this.#micros.set(key, [micros]);
    }
  }
}
