// The operator's side of a queue: what people and programs do with the whole of it. Single jobs are in steered-queue.ts,
// looking is in inspected-queue.ts, producing in queue.ts.
import { InvalidOptionError, QueueInUseError } from '../errors.js';
import { type Reader, readOptions } from '../options.js';
import { pause } from '../redis/control.js';
import { registryKey } from '../redis/keys.js';
import { raze } from '../redis/steering.js';
import { QueueLimits } from './queue-limits.js';
import { SteeredQueue } from './steered-queue.js';

/** How many jobs one call takes away. */
const RAZED_AT_ONCE = 200;

const CONFIRM = { confirm: ((value) => value) as Reader<unknown> };

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

  /**
   * Takes the queue away with everything in it: jobs, results, schedules, limits. It cannot be undone. Jobs that are added meanwhile may go
   * too, or begin the queue anew. Repeating it is safe, also after it was interrupted.
   *
   * @param options `confirm`: the name of the queue, so that none is destroyed by mistake
   * @returns how many jobs went
   * @throws {InvalidOptionError} when `confirm` is not the name; nothing was changed
   * @throws {QueueInUseError} `ERR_QUEUE_IN_USE` while workers of the queue are alive
   * @example await queue.destroy({ confirm: 'mail' });
   */
  async destroy(options: { confirm: string }): Promise<number> {
    const { connection, keys } = this.link;
    const { confirm } = readOptions(options ?? null, CONFIRM, 'options');
    if (confirm !== this.name)
      throw new InvalidOptionError('options.confirm', `expected the name of the queue, ${this.name}`);
    for (let jobs = 0; ; ) {
      const { is, count } = await raze.run(connection, keys, { limit: RAZED_AT_ONCE });
      if (is === 'in use') throw new QueueInUseError(this.name, count);
      jobs += count;
      if (is === 'more') continue;
      await connection.command((client) => client.hdel(registryKey(this.settings.prefix), this.name));
      return jobs;
    }
  }
}
