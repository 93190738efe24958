// What the queue's `control` channel orders of this worker. Pub/sub forgets: whatever was ordered while the connection was
// away is seen again by the next reconciling, or by asking at the gate. Only orders to a whole process stand nowhere: whoever gives
// them looks what came of it, and gives them again.
import type { Subscriber } from '../redis/subscriber.js';

/** `quiet`: take nothing new. `stop`: finish, hand back what is left, and leave. */
export type ProcessOrder = 'quiet' | 'stop';

/** How an order to a process is said on the channel. */
export const orderText = (order: ProcessOrder, process: string): string => `${order} ${process}`;

export interface Orders {
  /** The registration that orders are for; undefined while the worker is not in the queue. */
  readonly wid: () => string | undefined;
  readonly handlers: readonly string[];
  /** No job starts from now on. */
  readonly onPaused: () => void;
  /** Something may be taken that was not to be had before. */
  readonly onOpened: () => void;
  readonly onCancel: (id: string) => void;
  /** A process shall be quiet, or stop; it may be another one. */
  readonly onOrdered: (order: ProcessOrder, process: string) => void;
  /** Schedules have changed. */
  readonly onSchedules: () => void;
  /** Orders may have been missed. */
  readonly onMissed: () => void;
}

/** Follows the channel; returns what stops that. */
export function followControl(subscriber: Subscriber, channel: string, orders: Orders): () => void {
  return subscriber.listen(channel, { message: (text) => obey(text, orders), fresh: orders.onMissed });
}

function obey(text: string, orders: Orders): void {
  const [word, about, id] = text.split(' ');
  switch (word) {
    case 'paused':
      return orders.onPaused();
    case 'resumed':
    case 'limits':
      return orders.onOpened();
    case 'parked':
      return advertises(orders.handlers, about ?? '') ? orders.onOpened() : undefined;
    case 'cancel':
      return about === orders.wid() && id !== undefined ? orders.onCancel(id) : undefined;
    case 'quiet':
    case 'stop':
      return about === undefined ? undefined : orders.onOrdered(word, about);
    case 'schedules':
      return orders.onSchedules();
    default:
      // Of a newer version: it is not for this worker.
      return undefined;
  }
}

/** A handler for all names takes what has a name; `format:3` and the like are no names. */
const advertises = (handlers: readonly string[], name: string): boolean =>
  handlers.includes(name) || (handlers.includes('*') && !name.includes(':'));

/** How a worker says in Redis which handlers it has; scripts look names up in it. No name has a colon. */
export const advertise = (handlers: readonly string[]): string => `:${handlers.join(':')}:`;
