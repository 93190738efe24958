// The operator's side of a queue: what people and programs do with the whole of it. Single jobs are in steered-queue.ts,
// looking is in inspected-queue.ts, producing in queue.ts.
import { pause } from '../redis/control.js';
import { QueueLimits } from './queue-limits.js';
import { SteeredQueue } from './steered-queue.js';

/** A queue as its operators use it. */
export class OperatedQueue extends SteeredQueue {
  /** Limits of rate, concurrency and depth, over all workers. */
  readonly limits = new QueueLimits(() => this.link);

  /**
   * No worker starts a job of this queue from now on; what runs goes on, and adding goes on. Repeating it changes nothing.
   *
   * @returns false when it was paused already
   */
  async pause(): Promise<boolean> {
    const { connection, keys } = this.link;
    return await pause.run(connection, keys, { paused: true });
  }

  /** Ends a pause. @returns false when it was not paused */
  async resume(): Promise<boolean> {
    const { connection, keys } = this.link;
    return await pause.run(connection, keys, { paused: false });
  }
}
