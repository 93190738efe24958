// What a producer writes for a job, once, and never changes: `name, data, addedAt`, or `name, data, options, addedAt`, as
// the inside of a JSON array (every byte counts where a million jobs wait). The enqueue script adds the server's time,
// so that a job's age does not depend on the producer's clock. A message that begins with a number is of a later format.
// A large body is kept apart (`body:<id>`), so that scripts move small messages only.

import { LongshoreError, MessageVersionError } from '../errors.js';
import type { Untyped } from '../untyped.js';
import type { BackoffPolicy } from './retry-policy.js';

/** Data above this many UTF-16 units of JSON is kept apart from the message. */
const INLINE_LIMIT = 4096;

/** The options that travel with a job; absent ones have their default. */
export interface StoredOptions {
  /** The id of the codec that wrote the data. */
  readonly codec?: string;
  readonly attempts?: number;
  readonly backoff?: BackoffPolicy;
  /** ms */
  readonly timeout?: number;
  /** Where it stands in a trace: a traceparent, and the tracestate behind a space. Checked when it is read. */
  readonly trace?: string;
}

/** A message ready to be sent: `text` has no time yet, `body` holds the data that is kept apart. */
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

/** The text of a message, without its time. `dataJson` is JSON already. */
export function encodeMessage(name: string, dataJson: string, options: StoredOptions | undefined): OutgoingMessage {
  const apart = dataJson.length > INLINE_LIMIT;
  const stored = apart ? { ...options, body: 1 } : options;
  const text = `${JSON.stringify(name)},${apart ? 'null' : dataJson}${stored ? `,${JSON.stringify(stored)}` : ''}`;
  return { text, body: apart ? dataJson : undefined };
}

/**
 * Reads a stored message.
 *
 * @throws {MessageVersionError} when a newer Longshore wrote it
 * @throws {LongshoreError} `ERR_MESSAGE_BROKEN` when it is no message at all
 */
export function decodeMessage(id: string, text: string): Message {
  const parts = parse(id, text);
  const [name, data] = parts;
  if (typeof name === 'number') throw new MessageVersionError(id, name);
  if (parts.length === 3) return { name, data, options: NO_OPTIONS, addedAt: parts[2], bodyApart: false };
  const options = parts[2];
  return { name, data, options, addedAt: parts[3], bodyApart: options.body === 1 };
}

function parse(id: string, text: string): Untyped {
  try {
    const parts = JSON.parse(`[${text}]`);
    if (parts.length >= 3) return parts;
  } catch {
    // Told below.
  }
  throw new LongshoreError('ERR_MESSAGE_BROKEN', `the message of job ${id} cannot be read`);
}
