// Errors between the processes: name, message, code and stack go along, the class does not.
import { readable } from '../../job/end-record.js';
import type { PackedError } from './ipc-protocol.js';

/** Whatever was thrown, as plain fields. Never throws. */
export function packError(thrown: unknown): PackedError {
  const packed = readable(thrown);
  // Only a Longshore error has this code, and it has a delay.
  return packed.code === 'ERR_RETRY_LATER' ? { ...packed, delayMs: (thrown as { delayMs: number }).delayMs } : packed;
}

/** An error with these fields. */
export function unpackError({ name, message, ...rest }: PackedError): Error {
  const error = Object.assign(new Error(message), rest);
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  return error;
}
