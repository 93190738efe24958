// What a supervisor is made of.
import type { Logger } from 'pino';
import type { WorkOrders } from './messages.js';

export interface SupervisorParts {
  readonly orders: Omit<WorkOrders, 'number'>;
  readonly wanted: number;
  readonly crashLimit: number;
  /** Code that does not load is waited out: somebody is writing it. */
  readonly isWatching: boolean;
  readonly log: Logger;
  /** All processes take jobs, for the first time. */
  readonly onRunning: (queues: readonly string[]) => void;
}
