// The terminal record of a job: `[version, state, outcome, worker, attempts, runMs, endedAt]` as JSON. Workers send it
// open at its end and the script closes it with the server's time.
import type { RecordedError } from '../errors.js';
import { LongshoreError } from '../errors.js';
import { checkSize } from './json-value.js';
import type { TerminalState } from './state.js';

/** How a job ended. */
export interface EndRecord {
  readonly state: TerminalState;
  /** What the handler returned; `undefined` when it returned nothing or the job did not complete. */
  readonly result: unknown;
  /** The id of the codec that wrote the result, if any: it is a text to decode then. */
  readonly codec: string | undefined;
  /** Why it failed. */
  readonly error: RecordedError | undefined;
  /** Why it was cancelled or expired. */
  readonly reason: string | undefined;
  readonly worker: string;
  readonly attempts: number;
  readonly runMs: number;
  /** When it ended, Redis ms. */
  readonly endedAt: number;
}

const LONGEST_TEXT = 4096;

/** The open record of a job that completed. @throws when the result is no JSON or above 1 MiB */
export function completedRecord(result: unknown, worker: string, attempts: number, runMs: number): string {
  const json = resultJson(result);
  if (json !== '') checkSize(json, 'result');
  return storedRecord(json, worker, attempts, runMs);
}

/** The JSON of a result, `''` when there is none. @throws when it is no JSON */
export const resultJson = (result: unknown): string =>
  result === undefined ? '' : ((JSON.stringify(result) as string | undefined) ?? '');

/** The same of what is ready to be stored: JSON, the JSON of an encoded text and of its codec's id, or `''`. */
export const storedRecord = (stored: string, worker: string, attempts: number, runMs: number): string =>
  `[1,"completed",[${stored}],"${worker}",${attempts},${runMs}`;

/** The open record of a job that failed for good. */
export function failedRecord(error: unknown, worker: string, attempts: number, runMs: number): string {
  return `[1,"failed",${JSON.stringify(readable(error))},"${worker}",${attempts},${runMs}`;
}

/** The open record of a failed attempt that another follows; `startedAt`: Redis ms. */
export function attemptRecord(
  error: unknown,
  worker: string,
  attempt: number,
  startedAt: number,
  runMs: number,
): string {
  const { name, message, code } = readable(error);
  return `[${attempt},"${worker}",${startedAt},${runMs},${JSON.stringify({ name, message, code })}`;
}

/** What a record keeps of an error. A handler may throw anything, also what throws when it is looked at: the job fails all the same. */
export function readable(error: unknown): RecordedError {
  try {
    return recordedError(error);
  } catch {
    return { name: 'Error', message: 'what the handler threw cannot be read' };
  }
}

/** The plain fields of whatever a handler threw, bounded. */
function recordedError(error: unknown): RecordedError {
  if (!(error instanceof Error)) return { name: 'Error', message: bounded(describe(error)) };
  const { code } = error as { code?: unknown };
  return {
    name: bounded(String(error.name)),
    message: bounded(String(error.message)),
    ...(typeof code === 'string' ? { code: bounded(code) } : {}),
    ...(typeof error.stack === 'string' ? { stack: bounded(error.stack) } : {}),
  };
}

/** Reads a closed record. @throws {LongshoreError} `ERR_RECORD_BROKEN` */
export function decodeEndRecord(id: string, text: string): EndRecord {
  try {
    const [, state, outcome, worker, attempts, runMs, endedAt] = JSON.parse(text);
    return {
      state,
      result: state === 'completed' ? outcome[0] : undefined,
      codec: state === 'completed' ? outcome[1] : undefined,
      error: state === 'failed' ? outcome : undefined,
      reason: state === 'cancelled' || state === 'expired' ? outcome : undefined,
      worker,
      attempts,
      runMs,
      endedAt,
    };
  } catch (cause) {
    throw new LongshoreError('ERR_RECORD_BROKEN', `the terminal record of job ${id} cannot be read`, { cause });
  }
}

const bounded = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text);

function describe(thrown: unknown): string {
  try {
    return typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? String(thrown));
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}
