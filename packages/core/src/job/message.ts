// What a producer writes for a job, once, and never changes: `[version, name, data, options, addedAt]` as JSON.
// The producer leaves the array open and the enqueue script closes it with the server's time, so that a job's age does
// not depend on the producer's clock. A large body is kept apart (`body:<id>`), so that scripts move small messages only.
import { LongshoreError, MessageVersionError } from '../errors.js';
import type { BackoffPolicy } from './retry-policy.js';

const VERSION = 1;
/** Data above this many UTF-16 units of JSON is kept apart from the message. */
const INLINE_LIMIT = 4096;

/** The options that travel with a job; absent ones have their default. */
export interface StoredOptions {
  readonly attempts?: number;
  readonly backoff?: BackoffPolicy;
}

/** A message ready to be sent: `text` is still open at its end, `body` holds the data that is kept apart. */
export interface OutgoingMessage {
  readonly text: string;
  readonly body: string | undefined;
}

/** A message as a worker reads it. `data` is not there yet when `bodyApart`. */
export interface Message {
  readonly name: string;
  readonly data: unknown;
  readonly options: StoredOptions;
  /** When it was added, Redis ms. */
  readonly addedAt: number;
  readonly bodyApart: boolean;
}

const NO_OPTIONS: StoredOptions = Object.freeze({});

/** The open text of a message. `dataJson` is JSON already. */
export function encodeMessage(name: string, dataJson: string, options: StoredOptions | undefined): OutgoingMessage {
  const apart = dataJson.length > INLINE_LIMIT;
  const stored = apart ? { ...options, body: 1 } : options;
  const text = `[${VERSION},${JSON.stringify(name)},${apart ? 'null' : dataJson},${stored ? JSON.stringify(stored) : 0}`;
  return { text, body: apart ? dataJson : undefined };
}

/**
 * Reads a stored message.
 *
 * @throws {MessageVersionError} when a newer Longshore wrote it
 * @throws {LongshoreError} `ERR_MESSAGE_BROKEN` when it is no message at all
 */
export function decodeMessage(id: string, text: string): Message {
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch (cause) {
    throw new LongshoreError('ERR_MESSAGE_BROKEN', `the message of job ${id} cannot be read`, { cause });
  }
  if (!Array.isArray(parts) || typeof parts[0] !== 'number') throw new LongshoreError('ERR_MESSAGE_BROKEN', `the message of job ${id} cannot be read`);
  if (parts[0] !== VERSION) throw new MessageVersionError(id);
  const [, name, data, stored, addedAt] = parts;
  return { name, data, options: stored === 0 ? NO_OPTIONS : stored, addedAt, bodyApart: stored !== 0 && stored.body === 1 };
}
