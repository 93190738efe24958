/** Lets things happen one after another, in the order in which they were asked for. One that fails does not hold up the next. */
export class TurnQueue {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
