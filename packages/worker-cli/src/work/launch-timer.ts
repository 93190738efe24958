/** Launches that are due after a wait; all can be called off. */
export class LaunchTimer {
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(readonly launch: () => void) {}

  /** How many are due. */
  get size(): number {
    return this.#timers.size;
  }

  in(waitMs: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.launch();
    }, waitMs);
    this.#timers.add(timer);
  }

  callOff(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
