// What stands between JSON and Redis where users want their data and results compressed or encrypted. The id of the codec
// is stored beside what it wrote, so that a reader knows, and never hands on what it cannot read.
import { CodecFailedError, CodecMismatchError, InvalidOptionError } from '../errors.js';
import { type Reader, readName } from '../options.js';
import { checkSize } from './json-value.js';

/**
 * Compresses or encrypts the data and the results of jobs.
 *
 * @example
 * const zip: Codec = {
 *   id: 'deflate',
 *   encode: (json) => deflateRawSync(json).toString('base64'),
 *   decode: (text) => inflateRawSync(Buffer.from(text, 'base64')).toString(),
 * };
 */
export interface Codec {
  /** Stored with each job: 1 to 128 characters without spaces, colons or braces. Another one for another format. */
  readonly id: string;
  /** Makes of JSON the text that is stored. */
  encode(json: string): string | Promise<string>;
  /** Makes the JSON again. */
  decode(text: string): string | Promise<string>;
}

export const readCodec: Reader<Codec> = (value, field) => {
  const codec = value as Codec | null;
  if (typeof codec?.encode !== 'function' || typeof codec.decode !== 'function')
    throw new InvalidOptionError(field, 'expected an object with id, encode() and decode()');
  readName(codec.id, `${field}.id`);
  return codec;
};

/**
 * What is stored of a JSON text, as JSON.
 *
 * @throws {CodecFailedError} {@link PayloadTooLargeError} when what is stored has more than 1 MiB
 */
export async function encodeJson(codec: Codec, json: string, field: string): Promise<string> {
  const text = await guarded(codec, 'encode', field, json);
  const stored = JSON.stringify(text);
  checkSize(stored, field);
  return stored;
}

/**
 * The value that was stored; `writtenBy`: the id of the codec beside it.
 *
 * @throws {CodecMismatchError} {@link CodecFailedError}
 */
export async function decodeJson(
  codec: Codec | undefined,
  writtenBy: string,
  text: unknown,
  field: string,
): Promise<unknown> {
  if (codec?.id !== writtenBy) throw new CodecMismatchError(field, writtenBy, codec?.id);
  const json = await guarded(codec, 'decode', field, text as string);
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new CodecFailedError(field, codec.id, 'decode() gave no JSON', { cause });
  }
}

async function guarded(codec: Codec, method: 'encode' | 'decode', field: string, text: string): Promise<string> {
  let made: unknown;
  try {
    made = await codec[method](text);
  } catch (cause) {
    throw new CodecFailedError(field, codec.id, `${method}() failed: ${message(cause)}`, { cause });
  }
  if (typeof made === 'string') return made;
  throw new CodecFailedError(field, codec.id, `${method}() gave no text`);
}

function message(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } catch {
    return 'with something that cannot be read';
  }
}
