// The queues of a worker, as users name them and as it uses them.
import { InvalidOptionError } from '../errors.js';
import { type Codec, readCodec } from '../job/codec.js';
import { type JobTypes, type QueueDefinition, readDefinition, withCodec } from '../job/contract.js';
import { type Reader, readOptions } from '../options.js';
import type { Untyped } from '../untyped.js';
import { type Handlers, readHandlers } from './handlers.js';
import { type Middleware, readMiddleware } from './middleware.js';
import { readWeight, type WorkerPlan } from './worker-options.js';

/** One of several queues of a worker. */
export interface WorkerQueue<J extends JobTypes = Untyped> {
  queue: QueueDefinition<J> | string;
  handlers: Handlers<J>;
  /** Its share of the slots while several queues have jobs waiting. Default 1; an error where the order of the worker is strict. */
  weight?: number;
  /** Stands around its handlers, inside that of the worker. */
  middleware?: Middleware | readonly Middleware[];
  /** Compresses or encrypts its data and results. Goes before those of the worker and of the definition. */
  codec?: Codec;
}

const asIs: Reader<unknown> = (value) => value;
const ENTRY = { queue: asIs, handlers: asIs, weight: readWeight, codec: readCodec, middleware: readMiddleware };

/** Options that go for all queues. */
type Common = Pick<WorkerPlan, 'codec' | 'middleware' | 'order' | 'suspects'>;

/** Checks them. @throws {InvalidOptionError} {@link InvalidNameError} naming the field */
export function readQueues(queues: readonly unknown[], plan: Common) {
  if (queues.length === 0) throw new InvalidOptionError('queues', 'expected at least one queue');
  const read = queues.map((entry, i) => {
    const { queue, handlers, weight, codec, middleware = [] } = readOptions(entry ?? {}, ENTRY, `queues[${i}]`);
    if (weight !== undefined && plan.order === 'strict')
      throw new InvalidOptionError(`queues[${i}].weight`, 'a strict order has no weights');
    const field = queues.length === 1 ? 'queue' : `queues[${i}].queue`;
    return {
      definition: withCodec(readDefinition(queue, field), codec ?? plan.codec),
      handlers: readHandlers(handlers, [...plan.middleware, ...middleware], plan.suspects),
      weight: weight ?? 1,
    };
  });
  const names = new Set(read.map(({ definition }) => definition.name));
  if (names.size < read.length) throw new InvalidOptionError('queues', 'the same queue is listed twice');
  return read;
}
