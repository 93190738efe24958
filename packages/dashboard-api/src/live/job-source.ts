// The progress of a job, as watchers need it.
import { JobRemovedError, type Notice } from '@longshore/core';
import type { Context } from '../context.js';
import type { NoticeSource, Standing } from './notice-source.js';

export class JobSource implements NoticeSource {
  readonly #context: Context;
  readonly #queue: string;
  readonly #id: string;
  #name: string | undefined;

  constructor(context: Context, queue: string, id: string) {
    this.#context = context;
    this.#queue = queue;
    this.#id = id;
  }

  /** @throws {QueueMissingError} {@link JobRemovedError} and errors of Redis */
  async read(): Promise<Standing> {
    const glance = await (await this.#job()).glance();
    if (!glance) throw new JobRemovedError(this.#id);
    const { name, progress, state, endedAt } = glance;
    this.#name = name;
    return {
      ...(progress ? { notice: progress } : {}),
      ...(state !== undefined && endedAt !== undefined ? { end: { state, endedAt } } : {}),
    };
  }

  async *follow(since: number, signal: AbortSignal): AsyncIterable<Notice> {
    yield* (await this.#job()).progress.watch({ since, signal });
  }

  shown(value: unknown): unknown {
    const name = this.#name;
    return this.#context.shown(value, { kind: 'progress', queue: this.#queue, ...(name ? { name } : {}) });
  }

  close(): void {
    // The queue is the pool's.
  }

  /** Asked for each time: a queue that was destroyed and made again is another one. */
  async #job() {
    return (await this.#context.queues.get(this.#queue)).job(this.#id);
  }
}
