// What there is to see of a run, read from its notice boards as anybody could, and from the pool: who lives and who died.
import { NoticeBoard } from '@longshore/core';
import { RUN_BOARD, type RunNotice, type WorkerNotice, workerBoard } from './file-jobs.js';
import type { RedisPlace } from './redis-place.js';

export interface WorkerView {
  readonly letter: string;
  readonly pid: number;
  state: 'starting' | 'running' | 'killed' | 'gone';
  notice: WorkerNotice;
}

const NOTHING: WorkerNotice = { registration: '', done: 0, running: [] };

export class RunView {
  run: RunNotice = { total: 0, completed: 0, failed: 0, recovered: 0 };
  readonly workers = new Map<string, WorkerView>();
  /** When the first job was added, `performance.now()`. */
  startedAt = performance.now();
  readonly #place: RedisPlace;
  readonly #onChange: () => void;
  readonly #boards: NoticeBoard[] = [];
  readonly #waiters = new Set<() => void>();

  constructor(place: RedisPlace, onChange: () => void) {
    this.#place = place;
    this.#onChange = onChange;
    this.#follow<RunNotice>(RUN_BOARD, (notice) => {
      this.run = notice;
    });
  }

  /** A worker process was started: its board is watched from here on. */
  addWorker(letter: string, pid: number): void {
    const worker: WorkerView = { letter, pid, state: 'starting', notice: NOTHING };
    this.workers.set(letter, worker);
    this.#follow<WorkerNotice>(workerBoard(letter), (notice) => {
      worker.notice = notice;
    });
  }

  setState(letter: string, state: WorkerView['state']): void {
    const worker = this.workers.get(letter);
    if (worker) worker.state = state;
    this.#changed();
  }

  /** The worker that Redis knows by this id. */
  findByRegistration(registration: string): WorkerView | undefined {
    return [...this.workers.values()].find(({ notice }) => notice.registration === registration);
  }

  /** Resolves when `condition` holds after some change, or when `signal` says so. */
  until(condition: () => boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!condition() && !signal.aborted) return;
        this.#waiters.delete(look);
        signal.removeEventListener('abort', look);
        resolve();
      };
      this.#waiters.add(look);
      signal.addEventListener('abort', look);
      look();
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#boards.map((board) => board.close()));
  }

  #follow<T>(name: string, take: (value: T) => void): void {
    const board = new NoticeBoard<T>(name, { connection: this.#place.url, prefix: this.#place.prefix });
    this.#boards.push(board);
    void (async () => {
      for await (const { value } of board.watch()) {
        take(value);
        this.#changed();
      }
    })();
  }

  #changed(): void {
    for (const look of [...this.#waiters]) look();
    this.#onChange();
  }
}
