// The deadlines of the commands of one connection. One lazy timer serves all: none is set or cleared for a command.
import { CommandTimeoutError, type LongshoreError } from '../errors.js';

interface Pending<Owner> {
  readonly owner: Owner;
  readonly deadlineMs: number;
  readonly at: number;
  readonly reject: (error: LongshoreError) => void;
}

export class Deadlines<Owner> {
  readonly #pending = new Set<Pending<Owner>>();
  readonly #onMissed: (owner: Owner) => void;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = 0;

  /** @param onMissed called with the owner of each command whose deadline has passed, after the command was rejected */
  constructor(onMissed: (owner: Owner) => void) {
    this.#onMissed = onMissed;
  }

  /**
   * A promise of what `reply` resolves to, rejected with `ERR_COMMAND_TIMEOUT` after `deadlineMs`.
   *
   * @param recover what becomes of a rejection: throws, or returns another reply
   */
  watch<T>(
    owner: Owner,
    reply: Promise<T>,
    deadlineMs: number,
    recover: (error: unknown) => Promise<T> | T,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const pending: Pending<Owner> = { owner, deadlineMs, at: performance.now() + deadlineMs, reject };
      this.#pending.add(pending);
      reply.then(
        (value) => {
          this.#pending.delete(pending);
          resolve(value);
        },
        (error: unknown) => {
          // Too late: it was rejected already, and nobody would hear of what recovering comes to.
          if (!this.#pending.delete(pending)) return;
          try {
            resolve(recover(error));
          } catch (coded) {
            reject(coded);
          }
        },
      );
      this.#arm(pending.at);
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(at: number): void {
    if (at === Number.POSITIVE_INFINITY || (this.#timer && this.#timerAt <= at)) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    // Unreferenced: an open socket keeps the process alive while something is under way, the timer shall not.
    this.#timer = setTimeout(() => this.#expire(), Math.max(1, at - performance.now())).unref();
  }

  #expire(): void {
    this.#timer = undefined;
    const now = performance.now();
    let next = Number.POSITIVE_INFINITY;
    for (const pending of this.#pending) {
      if (pending.at > now) {
        next = Math.min(next, pending.at);
        continue;
      }
      this.#pending.delete(pending);
      pending.reject(new CommandTimeoutError(Math.round(pending.deadlineMs)));
      this.#onMissed(pending.owner);
    }
    this.#arm(next);
  }
}
