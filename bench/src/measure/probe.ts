// What Redis and this process spent. A connection of its own, silent while a clock runs.
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

const SETTLE_MS = 120;
const REHASH_MS = 2000;
const STABLE_BYTES = 4096;
const STABLE_TRIES = 50;

export class Probe {
  readonly #redis: Redis;

  constructor(url: string) {
    this.#redis = new Redis(url);
  }

  /** CPU microseconds of the server since it started, its threads included. */
  async redisCpu(): Promise<number> {
    const cpu = await this.#redis.info('cpu');
    return (figure(cpu, 'used_cpu_user') + figure(cpu, 'used_cpu_sys')) * 1e6;
  }

  /** Bytes in use, once the server has freed and rehashed what it puts off, without the given keys. */
  async usedMemory(without: readonly string[]): Promise<number> {
    let before = await this.#memory();
    for (let i = 0; i < STABLE_TRIES; i++) {
      await sleep(SETTLE_MS);
      const now = await this.#memory();
      if (Math.abs(now - before) < STABLE_BYTES) return now - (await this.#sizeOf(without));
      before = now;
    }
    throw new Error('the memory of the server does not come to rest');
  }

  /**
   * Lets the server finish growing its key table. It does so a millisecond at a time, ten times a second, which after
   * a million new keys takes longer than a measurement; meanwhile every lookup searches two tables.
   */
  async rehash(): Promise<void> {
    await this.#redis.config('SET', 'hz', '500');
    await sleep(REHASH_MS);
    await this.#redis.config('SET', 'hz', '10');
  }

  async flush(): Promise<void> {
    await this.#redis.flushall();
  }

  close(): void {
    this.#redis.disconnect();
  }

  async #memory(): Promise<number> {
    return figure(await this.#redis.info('memory'), 'used_memory');
  }

  async #sizeOf(keys: readonly string[]): Promise<number> {
    let bytes = 0;
    for (const key of keys) bytes += Number((await this.#redis.call('MEMORY', 'USAGE', key, 'SAMPLES', '0')) ?? 0);
    return bytes;
  }
}

export function nodeMicros(since?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return user + system;
}

function figure(section: string, name: string): number {
  const match = new RegExp(`^${name}:([\\d.]+)`, 'm').exec(section);
  if (match === null) throw new Error(`INFO has no ${name}`);
  return Number(match[1]);
}
