// One claim of one job by this worker, from the reply that brought it to the report that ends it.
import { type AbortReason, JobAbortedError } from '../errors.js';

export type ClaimState = 'unstarted' | 'running' | 'over';

export class Claim {
  state: ClaimState = 'unstarted';
  aborted: AbortReason | undefined;
  #controller: AbortController | undefined;

  constructor(
    readonly id: string,
    /** The worker that claimed it. */
    readonly wid: string,
    /** What Redis holds for this claim: the claim number, and letters: where it came from, how it is acknowledged. */
    readonly held: string,
    readonly message: string,
    /** Failed attempts and crashes so far, as Redis keeps them; undefined on the straight path. */
    readonly tries: string | undefined,
    /** When the reply came, `performance.now()`. */
    readonly takenAt: number,
    /** Redis's time at the claim, ms. */
    readonly claimedAt: number,
  ) {}

  /** Names this claim; rises with each claim of the same job, so that handlers can fence their own writes with it. */
  get token(): string {
    return `${this.wid}/${/^\d+/.exec(this.held)?.[0]}`;
  }

  /** A run before this one has left a checkpoint. */
  get hasCheckpoint(): boolean {
    return this.tries !== undefined && /^\d+ \d+ \S*c/.test(this.tries);
  }

  get failures(): number {
    return this.tries === undefined ? 0 : Number.parseInt(this.tries, 10);
  }

  /** It has ended, or was given up: whatever its handler still does is none of this claim's. */
  get isOver(): boolean {
    return this.state === 'over';
  }

  /** Crashes so far. */
  get crashes(): number {
    return this.tries === undefined ? 0 : Number.parseInt(this.tries.slice(this.tries.indexOf(' ') + 1), 10);
  }

  /** It came from the suspects. */
  get isSuspect(): boolean {
    return this.held.includes('s');
  }

  /** It came from the suspects for a process of its own, and may run beside other jobs. */
  get isApart(): boolean {
    return this.held.includes('o');
  }

  /** It came from the suspects, and nothing else may run in this process meanwhile. */
  get isSolo(): boolean {
    return this.isSuspect && !this.isApart;
  }

  /** Made when somebody asks for it: most handlers never do. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.aborted) this.#controller.abort(new JobAbortedError(this.id, this.aborted));
    }
    return this.#controller.signal;
  }

  abort(reason: AbortReason): void {
    if (this.aborted || this.state === 'over') return;
    this.aborted = reason;
    this.#controller?.abort(new JobAbortedError(this.id, reason));
  }
}
