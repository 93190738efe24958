// The read side of a queue: what people and programs see of its jobs. Nothing here changes anything.
import { type Counts, counts } from '../redis/insight.js';
import { OpenQueue } from './open-queue.js';

/** A queue as one looks at it. */
export class InspectedQueue extends OpenQueue {
  /** How many jobs are in each state. Takes as long as there are workers, not jobs. */
  async counts(): Promise<Counts> {
    const { connection, keys } = this.link;
    return await counts.run(connection, keys, undefined);
  }
}
