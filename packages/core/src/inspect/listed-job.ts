// A job as lists show it: what can be told without reading what it carries.
import type { RecordedError } from '../errors.js';
import type { Codec } from '../job/codec.js';
import { decodeEndRecord } from '../job/end-record.js';
import type { ListedState, ListRow } from '../redis/insight.js';
import { readTries } from './read-tries.js';
import { unseal } from './unseal.js';

/** A job in a list. Times are Redis ms. */
export interface ListedJob {
  readonly id: string;
  readonly name: string;
  readonly state: ListedState;
  readonly addedAt: number;
  /** How many attempts have failed, or were made in all once it has ended. */
  readonly attempts: number;
  /** How many workers have died over it. */
  readonly crashes: number;
  /** When it is due; of delayed ones. */
  readonly dueAt?: number;
  /** Lower first; of those that have one. */
  readonly priority?: number;
  /** When its worker took it; of active ones. */
  readonly takenAt?: number;
  /** The worker that has it, or in which it ended. */
  readonly worker?: string;
  readonly endedAt?: number;
  readonly runMs?: number;
  /** Why it failed. */
  readonly error?: RecordedError;
  /** Why it was cancelled or expired. */
  readonly reason?: string;
  /** Only where `data: true` asks for it. */
  readonly data?: unknown;
  /** The id of the codec that wrote the data, where this queue could not read it: it is then the text that is stored. */
  readonly sealedBy?: string;
}

/** What a record says behind its result: worker, attempts, run time, when it ended. */
const ENDING = /"([^"]*)",(\d+),([\d.]+),(\d+)\]$/;

export function listedJob(row: ListRow, state: ListedState): ListedJob {
  const { attempts, crashes, words } = readTries(row.tries);
  const priority = words.get('p');
  return {
    id: row.id,
    name: JSON.parse(row.name),
    state,
    addedAt: row.addedAt,
    attempts,
    crashes,
    ...(priority === undefined ? {} : { priority: Number.parseInt(priority, 10) }),
    ...whileAlive(row, state),
    ...(row.record === '' ? {} : onceEnded(row, state)),
  };
}

/** The same with what it carries. */
export async function listedWithData(row: ListRow, state: ListedState, codec: Codec | undefined): Promise<ListedJob> {
  const parts = JSON.parse(`[${row.message}]`);
  const stored = row.body === '' ? parts[1] : JSON.parse(row.body);
  const { value, codec: sealedBy } = await unseal(codec, { codec: parts[2]?.codec, value: stored }, 'data');
  return { ...listedJob(row, state), data: value, ...(sealedBy === undefined ? {} : { sealedBy }) };
}

function whileAlive({ rank, source }: ListRow, state: ListedState): Partial<ListedJob> {
  if (state === 'delayed') return { dueAt: Number(rank) };
  // The number of a claim is the time at which it was made, in µs.
  if (state === 'active') return { takenAt: Math.floor(Number(rank) / 1000), worker: source.slice('active:'.length) };
  return {};
}

function onceEnded({ id, record }: ListRow, state: ListedState): Partial<ListedJob> {
  if (state === 'completed') {
    const [, worker = '', attempts, runMs, endedAt] = ENDING.exec(record) ?? [];
    return { worker, attempts: Number(attempts), runMs: Number(runMs), endedAt: Number(endedAt) };
  }
  const { worker, attempts, runMs, endedAt, error, reason } = decodeEndRecord(id, record);
  return {
    ...(worker === '' ? {} : { worker }),
    attempts,
    runMs,
    endedAt,
    ...(error ? { error } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}
