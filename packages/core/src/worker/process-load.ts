// What all workers of this process have in hand together: a suspect (a job whose workers died twice) runs only where
// nothing else can be harmed by it, and nothing else is taken meanwhile.

let inHand = 0;
let solo: object | undefined;
const idle = new Set<() => void>();

export const processLoad = {
  /** Claims that have not ended, in all workers of this process. */
  get inHand(): number {
    return inHand;
  },

  /** Whether only one lane takes jobs in this process. */
  get isSingle(): boolean {
    return idle.size === 1;
  },

  change(by: number): void {
    inHand += by;
    if (inHand === 0 && solo !== undefined) for (const wake of [...idle]) wake();
  },

  /** Whether `owner` may take jobs now. */
  mayTake(owner: object): boolean {
    return solo === undefined || solo === owner;
  },

  /** Keeps the process for `owner`: it gets its hands empty, or runs a suspect. False when another does already. */
  reserve(owner: object): boolean {
    if (solo !== undefined && solo !== owner) return false;
    solo = owner;
    return true;
  },

  release(owner: object): void {
    if (solo !== owner) return;
    solo = undefined;
    for (const wake of [...idle]) wake();
  },

  /** Calls `wake` when a process that is kept has nothing in hand, and when it is no longer kept; returns what stops that. */
  onIdle(wake: () => void): () => void {
    idle.add(wake);
    return () => idle.delete(wake);
  },
};
