/** How something long ends: well, or with the first failure that was noted before it was over. */
export class Outcome {
  readonly over: Promise<void>;
  #failure: Error | undefined;
  #settle!: { resolve: () => void; reject: (error: Error) => void };

  constructor() {
    this.over = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  /** It will end with this error; the first counts. */
  fail(error: Error): void {
    this.#failure ??= error;
  }

  /** It is over. */
  end(): void {
    if (this.#failure) this.#settle.reject(this.#failure);
    else this.#settle.resolve();
  }
}
