// A notice board, as watchers need it.
import type { Notice, NoticeBoard } from '@longshore/core';
import type { Context } from '../context.js';
import type { NoticeSource, Standing } from './notice-source.js';

export class BoardSource implements NoticeSource {
  readonly #context: Context;
  readonly #board: NoticeBoard;
  readonly close: () => void;

  /** @throws {InvalidNameError} `ERR_INVALID_NAME` */
  constructor(context: Context, name: string) {
    this.#context = context;
    const { it, giveBack } = context.live.boards.take(name);
    this.#board = it;
    this.close = giveBack;
  }

  async read(): Promise<Standing> {
    const notice = await this.#board.read();
    return notice ? { notice } : {};
  }

  follow(since: number, signal: AbortSignal): AsyncIterable<Notice> {
    return this.#board.watch({ since, signal });
  }

  shown(value: unknown): unknown {
    return this.#context.shown(value, { kind: 'board', name: this.#board.name });
  }
}
