// A writer of boards and channels: each post carries the writer's id and a number, so that one which is sent again after
// a lost reply repeats nothing. It is sent again until its deadline.
import { randomId } from '../job/random-id.js';
import { sendUntil } from './send-until.js';

export class Writer {
  readonly id = randomId();
  #number = 0;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(readonly deadlineMs: number) {}

  /** Sends posts one after the other, so that their numbers arrive in order. `send` is called again while Redis does not answer. */
  write<T>(send: (number: number, leftMs: number) => Promise<T>): Promise<T> {
    const number = ++this.#number;
    const since = performance.now();
    const sent = this.#tail.then(() => sendUntil(this.deadlineMs, (leftMs) => send(number, leftMs), since));
    this.#tail = sent.catch(() => undefined);
    return sent;
  }
}
