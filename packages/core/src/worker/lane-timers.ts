// The clockwork of a lane: one timer for each purpose, however many jobs there are.

interface Callbacks {
  /** The next delayed job is due. */
  readonly onDue: () => void;
  readonly onReconcile: () => void;
  /** Some claim may have waited for a slot too long. */
  readonly onStall: () => void;
}

const RECONCILE_MS = 5000;
/** setTimeout holds no more than this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class LaneTimers {
  /** How long a claim may wait for a slot before it goes back. */
  static readonly STALL_MS = 100;
  readonly #callbacks: Callbacks;
  #reconcile: NodeJS.Timeout | undefined;
  #due: NodeJS.Timeout | undefined;
  #dueAt = Number.POSITIVE_INFINITY;
  #stall: NodeJS.Timeout | undefined;
  #backOff: NodeJS.Timeout | undefined;

  constructor(callbacks: Callbacks) {
    this.#callbacks = callbacks;
  }

  /** From here on the lane reconciles again and again; with jitter, so that a fleet does not do it in step. */
  start(): void {
    this.#reconcile = setInterval(this.#callbacks.onReconcile, RECONCILE_MS * (0.8 + Math.random() * 0.4));
  }

  get isBackingOff(): boolean {
    return this.#backOff !== undefined;
  }

  /** The next delayed job is due in `ms`, as Redis said just now; −1: there is none. */
  dueIn(ms: number): void {
    const at = ms < 0 ? Number.POSITIVE_INFINITY : performance.now() + ms;
    if (this.#due && Math.abs(at - this.#dueAt) < 1) return;
    clearTimeout(this.#due);
    this.#due = undefined;
    this.#dueAt = at;
    if (ms < 0) return;
    this.#due = setTimeout(
      () => {
        this.#due = undefined;
        this.#callbacks.onDue();
      },
      Math.min(ms, LONGEST_TIMER_MS),
    );
  }

  /** Looks at the claims that wait for a slot after a while. */
  watchStalls(): void {
    this.#stall ??= setTimeout(() => {
      this.#stall = undefined;
      this.#callbacks.onStall();
    }, LaneTimers.STALL_MS);
  }

  /** Lets `ms` pass, with jitter, before the lane says anything again. */
  backOff(ms: number, then: () => void): void {
    clearTimeout(this.#backOff);
    this.#backOff = setTimeout(
      () => {
        this.#backOff = undefined;
        then();
      },
      ms * (0.5 + Math.random() / 2),
    );
  }

  stop(): void {
    clearInterval(this.#reconcile);
    clearTimeout(this.#due);
    clearTimeout(this.#stall);
    clearTimeout(this.#backOff);
    this.#backOff = undefined;
  }
}
