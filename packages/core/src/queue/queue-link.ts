import type { Codec } from '../job/codec.js';
import type { Connection } from '../redis/connection.js';
import type { QueueKeys } from '../redis/keys.js';
import type { Subscriber } from '../redis/subscriber.js';
import type { ResultWaiter } from './result-waiter.js';

/** How job handles reach their queue's Redis. */
export interface QueueLink {
  readonly keys: QueueKeys;
  readonly connection: Connection;
  readonly subscriber: Subscriber;
  readonly results: ResultWaiter;
  readonly codec: Codec | undefined;
  /** Calls back when the queue closes; returns what stops that. */
  onClose(callback: () => void): () => void;
}
