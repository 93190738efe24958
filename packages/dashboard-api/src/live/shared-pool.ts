// Boards or channels by name, opened once for all who use them at the same time, and kept for a while behind the last: each is
// a writer of its own to Redis, which remembers the last thousand for an hour.

interface Entry<T> {
  readonly it: T;
  users: number;
  usedAt: number;
}

const KEPT_MS = 60_000;
const SWEEP_MS = 5000;

export class SharedPool<T extends { close(): Promise<void> }> {
  readonly #open: (name: string) => T;
  readonly #entries = new Map<string, Entry<T>>();
  #sweeping: NodeJS.Timeout | undefined;

  constructor(open: (name: string) => T) {
    this.#open = open;
  }

  /** What has this name, until it is given back. @throws what opening throws, such as `ERR_INVALID_NAME` */
  take(name: string): { readonly it: T; readonly giveBack: () => void } {
    let entry = this.#entries.get(name);
    if (!entry) {
      entry = { it: this.#open(name), users: 0, usedAt: 0 };
      this.#entries.set(name, entry);
      this.#sweeping ??= setInterval(() => this.#sweep(), SWEEP_MS).unref();
    }
    const taken = entry;
    taken.users += 1;
    let isBack = false;
    const giveBack = (): void => {
      if (isBack) return;
      isBack = true;
      taken.users -= 1;
      taken.usedAt = performance.now();
    };
    return { it: taken.it, giveBack };
  }

  /** Uses it for one call. */
  async with<R>(name: string, use: (it: T) => Promise<R>): Promise<R> {
    const { it, giveBack } = this.take(name);
    try {
      return await use(it);
    } finally {
      giveBack();
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeping);
    await Promise.all([...this.#entries.values()].map(({ it }) => it.close()));
    this.#entries.clear();
  }

  #sweep(): void {
    const longAgo = performance.now() - KEPT_MS;
    for (const [name, { it, users, usedAt }] of this.#entries) {
      if (users > 0 || usedAt > longAgo) continue;
      this.#entries.delete(name);
      void it.close();
    }
  }
}
