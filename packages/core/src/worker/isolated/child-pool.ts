// The processes of one isolated handler. One is started when a job finds none free, so there are never more than jobs
// that run at once; the one used last is used first, so that those which are not needed grow idle and end.
import type { Job } from '../job.js';
import { type ChildSettings, IsolatedChild } from './isolated-child.js';

export class ChildPool {
  readonly #settings: ChildSettings;
  readonly #idleMs: number;
  readonly #children = new Set<IsolatedChild>();
  /** Those without a job, the one used last at the end, each with the timer that ends it. */
  readonly #idle = new Map<IsolatedChild, NodeJS.Timeout>();

  constructor(settings: ChildSettings, idleMs: number) {
    this.#settings = settings;
    this.#idleMs = idleMs;
  }

  /** Runs a job in a process of its own for the time. Rejects as {@link IsolatedChild.run} does. */
  async run(job: Job): Promise<unknown> {
    job.signal.throwIfAborted();
    const child = this.#take() ?? this.#start();
    try {
      return await child.run(job);
    } finally {
      if (child.isFit) this.#rest(child);
      else child.end();
    }
  }

  /** The same in a process that has run no other job and runs none after it: no job suffers there for what another has left. */
  async runApart(job: Job): Promise<unknown> {
    job.signal.throwIfAborted();
    const child = this.#start();
    try {
      return await child.run(job);
    } finally {
      child.end();
    }
  }

  /**
   * Ends the processes without a job, and kills those that were told to stop and have not. Others are not touched: the
   * handler may serve another worker, and what that one needs later is started anew.
   */
  async close(withinMs: number): Promise<void> {
    const ending: Promise<void>[] = [];
    for (const child of this.#children) {
      if (this.#idle.has(child)) this.#endIdle(child);
      else if (child.isStopping) child.kill();
      else continue;
      ending.push(child.gone);
    }
    if (ending.length === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, withinMs);
    });
    await Promise.race([Promise.all(ending), late]);
    clearTimeout(timer);
  }

  #start(): IsolatedChild {
    const child = new IsolatedChild(this.#settings);
    this.#children.add(child);
    void child.gone.then(() => {
      this.#children.delete(child);
      this.#forgetIdle(child);
    });
    return child;
  }

  #take(): IsolatedChild | undefined {
    const child = [...this.#idle.keys()].findLast(({ isFit }) => isFit);
    if (child) this.#forgetIdle(child);
    return child;
  }

  #rest(child: IsolatedChild): void {
    this.#idle.set(child, setTimeout(() => this.#endIdle(child), this.#idleMs).unref());
  }

  #endIdle(child: IsolatedChild): void {
    this.#forgetIdle(child);
    child.end();
  }

  #forgetIdle(child: IsolatedChild): void {
    clearTimeout(this.#idle.get(child));
    this.#idle.delete(child);
  }
}
