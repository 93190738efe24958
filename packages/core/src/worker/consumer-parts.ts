// What the part of a worker that serves one queue is made of, and whom it tells.
import type { LongshoreError } from '../errors.js';
import type { QueueDefinition } from '../job/contract.js';
import type { Logger } from '../logger.js';
import type { WorkerMetrics } from '../observe/metrics.js';
import type { Connection } from '../redis/connection.js';
import type { Subscriber } from '../redis/subscriber.js';
import type { Target } from '../redis/target.js';
import type { ProcessOrder } from './control.js';
import type { Ending } from './ending.js';
import type { HandlerTable } from './handlers.js';
import type { Heartbeat } from './heartbeat.js';
import type { Job } from './job.js';
import type { Settling } from './lane-parts.js';
import type { Slots } from './slots.js';
import type { WorkerPlan } from './worker-options.js';

export interface ConsumerParts {
  readonly definition: QueueDefinition;
  readonly handlers: HandlerTable;
  readonly weight: number;
  readonly plan: WorkerPlan;
  readonly target: Target;
  /** The command connection, shared by the queues of the worker. */
  readonly connection: Connection;
  readonly subscriber: Subscriber;
  readonly heartbeat: Heartbeat;
  readonly slots: Slots;
  readonly metrics: WorkerMetrics;
  readonly log: Logger;
  readonly about: Readonly<Record<string, unknown>>;
  readonly onActive: (job: Job) => void;
  readonly onSettled: (ending: Ending, how: Settling, queue: string) => void;
  readonly onLost: (queue: string, wid: string) => void;
  readonly onRecovered: (queue: string, count: number, victim: string) => void;
  readonly onEntered: () => void;
  /** Somebody orders something of a whole process; told by each queue of the worker on which it was said. */
  readonly onOrdered: (order: ProcessOrder, process: string) => void;
  readonly onError: (error: LongshoreError) => void;
}
