// When a process that died is replaced: at once where processes get work done, after a growing wait where they die one
// after another, and no more when that goes on. Pure: it neither waits nor starts anything.

/** What is known of a process that died. */
export interface Death {
  /** From its start to its end, ms. */
  readonly livedMs: number;
  /** Runs that ended in it. */
  readonly finished: number;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 10_000;
/** Who has lived so long has started well, whether there was work or not. */
const LONG_LIFE_MS = 10_000;

export class RestartPolicy {
  #inRow = 0;

  /** @param limit how many deaths in a row are too many */
  constructor(readonly limit: number) {}

  /** Deaths in a row of processes that had neither finished a job nor lived for ten seconds. */
  get inRow(): number {
    return this.#inRow;
  }

  /** @returns how long to wait before the next one starts, ms; undefined: no other shall start */
  died({ livedMs, finished }: Death): number | undefined {
    if (finished > 0 || livedMs >= LONG_LIFE_MS) {
      this.#inRow = 0;
      return 0;
    }
    this.#inRow++;
    if (this.#inRow >= this.limit) return undefined;
    return Math.min(FIRST_WAIT_MS * 2 ** (this.#inRow - 1), LONGEST_WAIT_MS);
  }

  /** New code is on its way: what the old did does not count. */
  forget(): void {
    this.#inRow = 0;
  }
}
