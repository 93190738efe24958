// The queues that the API shows: which there are, and one open Queue for each. They all share one connection and one
// subscriber. Which names there are is asked ten times a second at most, so that who tries names out costs Redis next to
// nothing; a queue that has just begun is found all the same. With an allow-list Redis is not asked at all.
import { setTimeout } from 'node:timers/promises';
import { listQueues, Queue, type QueueDefinition } from '@longshore/core';
import type { Registry } from 'prom-client';
import type { DashboardSettings } from '../options.js';
import { QueueMissingError } from '../problems/problem-error.js';

const PAUSE_MS = 100;

export class QueuePool {
  readonly #settings: DashboardSettings;
  readonly #allowed: ReadonlyMap<string, string | QueueDefinition> | undefined;
  readonly #open = new Map<string, Queue>();
  #known: ReadonlySet<string> = new Set();
  #knownAt = Number.NEGATIVE_INFINITY;
  /** The question that is under way, and the one after it. */
  #asked: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  /** @param registry where it is counted what is added through these queues */
  constructor(
    settings: DashboardSettings,
    readonly registry: Registry,
  ) {
    this.#settings = settings;
    const allowed = settings.queues?.map((queue) => [typeof queue === 'string' ? queue : queue.name, queue] as const);
    this.#allowed = allowed && new Map(allowed);
    // A wrong name or connection is told at the start, not by the first request.
    for (const name of this.#allowed?.keys() ?? []) this.#queue(name);
  }

  /** All names, sorted. @throws {RedisUnavailableError} {@link CommandTimeoutError} when they are not known and Redis does not tell */
  async names(): Promise<string[]> {
    if (this.#allowed) return [...this.#allowed.keys()].toSorted();
    if (performance.now() - this.#knownAt >= PAUSE_MS) await this.#askAnew();
    return [...this.#known];
  }

  /** The queue of this name. @throws {QueueMissingError} `ERR_QUEUE_MISSING` */
  async get(name: string): Promise<Queue> {
    if (this.#allowed ? !this.#allowed.has(name) : !(await this.#isKnown(name))) throw new QueueMissingError(name);
    return this.#queue(name);
  }

  /** All of them, by name. */
  async all(): Promise<Queue[]> {
    return (await this.names()).map((name) => this.#queue(name));
  }

  /** A queue was destroyed: it is unknown from now on, not only when Redis is asked again. */
  forget(name: string): void {
    this.#known = new Set([...this.#known].filter((known) => known !== name));
  }

  /** Asks Redis, whatever is known. @throws {RedisUnavailableError} {@link CommandTimeoutError} */
  async ping(): Promise<void> {
    await this.#list();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((queue) => queue.close()));
    this.#open.clear();
  }

  async #isKnown(name: string): Promise<boolean> {
    if (!this.#known.has(name)) await this.#askAnew();
    return this.#known.has(name);
  }

  /** The answer to a question that is asked after this call. Whoever calls before it is asked shares it. */
  #askAnew(): Promise<void> {
    this.#next ??= this.#askNext();
    return this.#next;
  }

  async #askNext(): Promise<void> {
    await this.#asked.catch(() => undefined);
    const pauseMs = PAUSE_MS - (performance.now() - this.#knownAt);
    if (pauseMs > 0) await setTimeout(pauseMs);
    this.#next = undefined;
    this.#asked = this.#ask();
    await this.#asked;
  }

  async #ask(): Promise<void> {
    this.#known = new Set(await this.#list());
    this.#knownAt = performance.now();
    for (const [name, queue] of this.#open) {
      if (this.#known.has(name)) continue;
      this.#open.delete(name);
      await queue.close();
    }
  }

  #list(): Promise<string[]> {
    const { connection, prefix, deadlineMs } = this.#settings;
    return listQueues({ connection, prefix, deadline: deadlineMs });
  }

  #queue(name: string): Queue {
    const open = this.#open.get(name);
    if (open) return open;
    const { connection, prefix, deadlineMs } = this.#settings;
    const { registry } = this;
    const queue = new Queue(this.#allowed?.get(name) ?? name, { connection, prefix, deadline: deadlineMs, registry });
    this.#open.set(name, queue);
    return queue;
  }
}
