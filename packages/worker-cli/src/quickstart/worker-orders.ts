// What the parent and its worker processes say to each other over the channel between them. How the work goes is not
// said here: that stands on notice boards in Redis, for whoever wants to see it.

/** What a worker process has to know. Sent as a message and not as an argument: a URL may hold a password. */
export interface WorkerOrders {
  readonly url: string;
  readonly prefix: string;
  readonly letter: string;
  readonly directory: string;
  /** How long to rest after each file, so that eyes can follow. */
  readonly pauseMs: number;
}

export type ToWorker = { readonly say: 'start'; readonly orders: WorkerOrders } | { readonly say: 'leave' };

export type FromWorker =
  | { readonly say: 'ready' }
  | { readonly say: 'cannot-start'; readonly message: string }
  /** It found a dead worker and put its jobs back. */
  | { readonly say: 'recovered'; readonly registration: string; readonly count: number };

/** How many files a worker process measures at once. */
export const SLOTS = 4;
/** How long a worker is believed alive without a sign of life: short, so that a death is noticed while one watches. */
export const LEASE = '2s';
