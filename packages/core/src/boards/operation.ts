// An entry of the operations log: what may stand in it, and how it stands in the stream: a field for each part, so that
// redis-cli shows it as it is.
import { LongshoreError } from '../errors.js';
import { toJson } from '../job/json-value.js';
import { InvalidOptionError } from '../longshore-error.js';
import { integer, oneOf, type Reader, readOptions } from '../options.js';

/** What somebody did, or tried to do, through an API. */
export interface OperationEntry {
  /** What was asked for, such as `'job.retry'`. Not empty, at most 1,000 characters, as every text here. */
  action: string;
  /** Who asked. */
  principal?: string;
  queue?: string;
  /** What it was done to: a job, a schedule, a process. */
  target?: string;
  /** By which request, to find it in other logs. */
  requestId?: string;
  /** `denied`: whoever asked may not. `failed`: it was tried, and what came of it is in `status` or `detail`. */
  outcome: 'done' | 'denied' | 'failed';
  /** What was answered, as an HTTP status: 100 to 599. */
  status?: number;
  /** Whatever else is worth knowing: a JSON object of at most 4 KiB. */
  detail?: Record<string, unknown>;
}

/** An entry as it is read back. */
export interface Operation extends Readonly<OperationEntry> {
  /** Its own: an entry that stands twice, because a reply was lost, has the same one both times. */
  readonly id: string;
  /** When it was written, Redis ms. */
  readonly at: number;
}

const LONGEST_TEXT = 1000;
const DETAIL_LIMIT_BYTES = 4096;

const text: Reader<string> = (value, field) => {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_TEXT)
    throw new InvalidOptionError(field, 'expected a text of 1 to 1,000 characters');
  return value;
};

const detail: Reader<string> = (value, field) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidOptionError(field, 'expected an object');
  return toJson(value, field, DETAIL_LIMIT_BYTES);
};

const TABLE = {
  action: text,
  principal: text,
  queue: text,
  target: text,
  requestId: text,
  outcome: oneOf('done', 'denied', 'failed'),
  status: integer(100, 599),
  detail,
};

/**
 * The fields of an entry and their values, one after the other.
 *
 * @throws {InvalidOptionError} {@link InvalidPayloadError} {@link PayloadTooLargeError} naming the field
 */
export function toFields(entry: unknown, id: string): string[] {
  const given = readOptions(entry, TABLE, 'entry');
  for (const field of ['action', 'outcome'] as const) {
    if (given[field] === undefined) throw new InvalidOptionError(`entry.${field}`, 'expected, and missing');
  }
  // Always in the same order: Redis stores the names of fields once where entry after entry has the same.
  const fields = Object.keys(TABLE) as (keyof typeof TABLE)[];
  return ['id', id, ...fields.flatMap((field) => (given[field] === undefined ? [] : [field, String(given[field])]))];
}

/** When an entry was written: its place in the stream begins with that. */
export const timeOf = (place: string): number => Number(place.slice(0, place.indexOf('-')));

/** An entry of the stream as it is told. @throws {LongshoreError} `ERR_RECORD_BROKEN` when somebody else has written it */
export function fromFields(place: string, fields: readonly string[]): Operation {
  const parts = new Map<string, string>();
  for (let i = 0; i < fields.length; i += 2) parts.set(fields[i] ?? '', fields[i + 1] ?? '');
  const [id, action, outcome] = ['id', 'action', 'outcome'].map((field) => parts.get(field));
  if (id === undefined || action === undefined || outcome === undefined) throw broken(place);
  const operation: Record<string, unknown> = { id, at: timeOf(place), action, outcome };
  for (const field of ['principal', 'queue', 'target', 'requestId']) {
    if (parts.has(field)) operation[field] = parts.get(field);
  }
  const [status, json] = [parts.get('status'), parts.get('detail')];
  if (status !== undefined) operation['status'] = Number(status);
  if (json !== undefined) operation['detail'] = parse(json, place);
  return operation as unknown as Operation;
}

function parse(json: string, place: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw broken(place);
  }
}

const broken = (place: string): LongshoreError =>
  new LongshoreError('ERR_RECORD_BROKEN', `the entry ${place} of the operations log cannot be read`);
