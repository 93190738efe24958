// Posts how the run is on its notice board. While one post is under way only the newest state waits behind it.
import { NoticeBoard } from '@longshore/core';
import { RUN_BOARD, type RunNotice } from './file-jobs.js';
import type { RedisPlace } from './redis-place.js';

export class RunPoster {
  readonly #board: NoticeBoard<RunNotice>;
  #next: RunNotice | undefined;
  #posting: Promise<void> | undefined;

  constructor({ url, prefix }: RedisPlace) {
    this.#board = new NoticeBoard(RUN_BOARD, { connection: url, prefix });
  }

  post(notice: RunNotice): void {
    this.#next = notice;
    this.#posting ??= this.#postAll().finally(() => {
      this.#posting = undefined;
    });
  }

  /** Resolves when what was posted last stands on the board, or could not be put there. */
  async posted(): Promise<void> {
    await this.#posting;
  }

  async close(): Promise<void> {
    await this.#posting;
    await this.#board.close();
  }

  async #postAll(): Promise<void> {
    while (this.#next) {
      const notice = this.#next;
      this.#next = undefined;
      // The next post says it all again: one that fails is no loss.
      await this.#board.post(notice).catch(() => undefined);
    }
  }
}
