// Which handlers the process of a suspect loads: told by an environment variable, since what starts that process is the
// library, which knows nothing of modules on a command line.
import type { WorkOrders } from './messages.js';

export type SuspectOrders = Pick<WorkOrders, 'handlers' | 'queues' | 'strict'>;

const VARIABLE = 'LONGSHORE_SUSPECT_ORDERS';

/** From here on processes that this one starts can read them. */
export function leaveSuspectOrders({ handlers, queues, strict }: SuspectOrders): void {
  process.env[VARIABLE] = JSON.stringify({ handlers, queues, strict });
}

export const readSuspectOrders = (): SuspectOrders => JSON.parse(process.env[VARIABLE] ?? 'null') as SuspectOrders;
