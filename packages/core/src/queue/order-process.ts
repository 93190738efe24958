// Orders to a worker process, from anywhere: take nothing new, or finish and leave. The process is found by what its workers say of
// themselves on the queues that there are, and hears the order on the channel that they follow anyway.
import type { Duration } from '../duration.js';
import { WorkerMissingError } from '../errors.js';
import { workerInfo } from '../inspect/view-workers.js';
import { oneOf, type Reader, readJobId, readOptions } from '../options.js';
import type { Connection } from '../redis/connection.js';
import { queueKeys } from '../redis/keys.js';
import type { ConnectionOption } from '../redis/target.js';
import { viewStanding } from '../redis/views.js';
import { orderText, type ProcessOrder } from '../worker/control.js';
import { askPrefix } from './ask-prefix.js';
import { namesOfQueues } from './list-queues.js';

export interface OrderProcessOptions {
  /** Where Redis is: a URL, ioredis options, or an ioredis client whose settings are used. */
  connection: ConnectionOption;
  /** What all keys begin with. Default `'longshore'`. */
  prefix?: string;
  /** How long each command may take. Default `'5s'`, at least 50 ms. */
  deadline?: Duration;
}

/** Where an order was given. */
export interface OrderOutcome {
  /** The queues on which the process has workers that are alive. */
  readonly queues: readonly string[];
  /**
   * On how many of them somebody was listening. 0: the process did not hear it, but in a cluster, where only those are counted that listen
   * at the node that was asked. More does not say that it was this process that listened.
   */
  readonly reached: number;
}

// The order is a line of words: like an id, what a process is called has no spaces.
const ORDER = { process: readJobId as Reader<string>, order: oneOf('quiet', 'stop') };

/**
 * Orders a worker process to take nothing new (`quiet`), or to finish what it runs, hand back what is left, and leave (`stop`). All its
 * workers that are registered now hear it, each once. An order is said and kept nowhere: a worker that has just lost its connection does
 * not hear it. `queue.workers()` shows what came of it, and giving it again is safe. Takes one command for each queue there is and one for
 * each on which the process works; each answers or rejects within `deadline`.
 *
 * @param order `process`: the `process` of a `WorkerInfo`; `order`: what it shall do
 * @throws {InvalidOptionError} {@link InvalidNameError} naming the field
 * @throws {WorkerMissingError} when no worker of this process is alive; after a `stop`, that it has left
 * @throws {RedisUnavailableError} {@link CommandTimeoutError} when Redis does not answer in time; it may have been ordered then
 * @example
 * const [worker] = await queue.workers();
 * if (worker) await orderProcess({ connection }, { process: worker.process, order: 'stop' });
 */
export function orderProcess(
  options: OrderProcessOptions,
  order: { process: string; order: ProcessOrder },
): Promise<OrderOutcome> {
  return askPrefix(options, async (connection, prefix, deadlineMs) => {
    const given = readOptions(order, ORDER, 'order');
    const process = ORDER.process(given.process, 'order.process');
    const text = orderText(ORDER.order(given.order, 'order.order'), process);
    const queues = await queuesOf(connection, prefix, deadlineMs, process);
    if (queues.length === 0) throw new WorkerMissingError(process);
    const listeners = queues.map((queue) =>
      connection.command((client) => client.publish(queueKeys(prefix, queue).control, text), deadlineMs),
    );
    const heard = await Promise.all(listeners);
    return { queues, reached: heard.filter((count) => Number(count) > 0).length };
  });
}

async function queuesOf(
  connection: Connection,
  prefix: string,
  deadlineMs: number,
  process: string,
): Promise<string[]> {
  const names = await namesOfQueues(connection, prefix, deadlineMs);
  const isThere = await Promise.all(
    names.map(async (name) => {
      const { now, workers } = await viewStanding.run(
        connection,
        queueKeys(prefix, name),
        { id: '', state: '' },
        deadlineMs,
      );
      const infos = workers.map((row) => workerInfo(row, now));
      return infos.some((worker) => worker.process === process && worker.state !== 'dead');
    }),
  );
  return names.filter((_name, i) => isThere[i]);
}
