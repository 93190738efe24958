// One job with everything that is kept of it, read into what people call things.
import type { RecordedError } from '../errors.js';
import type { Codec } from '../job/codec.js';
import { decodeEndRecord } from '../job/end-record.js';
import { decodeMessage } from '../job/message.js';
import type { BackoffPolicy } from '../job/retry-policy.js';
import { type TraceContext, traceOf } from '../job/trace-context.js';
import type { ListedState } from '../redis/insight.js';
import type { Notice } from '../redis/read-notice.js';
import type { JobView } from '../redis/views.js';
import type { Untyped } from '../untyped.js';
import { readTries } from './read-tries.js';
import { unseal } from './unseal.js';

/** An attempt that failed and was followed by another, or a run whose worker died. The last 20 of each are kept. */
export type PastRun =
  | {
      readonly is: 'failed';
      /** From 1. */
      readonly attempt: number;
      readonly worker: string;
      readonly startedAt: number;
      readonly runMs: number;
      readonly error: RecordedError;
      readonly endedAt: number;
    }
  | { readonly is: 'crashed'; readonly crash: number; readonly worker: string; readonly endedAt: number };

/** What a job was added with, where it says anything itself. Durations are ms. */
export interface OwnOptions {
  readonly attempts?: number;
  readonly backoff?: BackoffPolicy;
  readonly timeout?: number;
  readonly priority?: number;
  readonly lifo?: boolean;
  readonly keep?: number;
  readonly unique?: { readonly key: string; readonly until: 'started' | 'ended' | 'window' };
}

/** A job with everything that is kept of it. Times are Redis ms; what is not there is absent. */
export interface JobInfo {
  readonly id: string;
  readonly name: string;
  readonly state: ListedState;
  readonly data: Untyped;
  /** The id of the codec that wrote the data or the result, where this queue could not read it: it is then the text that is stored. */
  readonly sealedBy?: string;
  readonly options: OwnOptions;
  /** Where it stands in a trace, as its producer said. */
  readonly trace?: TraceContext;
  readonly addedAt: number;
  /** How many attempts have failed, or were made in all once it has ended. */
  readonly attempts: number;
  /** How many workers have died over it. */
  readonly crashes: number;
  /** The last runs that did not end it, the oldest first. */
  readonly history: readonly PastRun[];
  /** When it is due; while it is delayed. */
  readonly dueAt?: number;
  /** When it expires unless it has started. */
  readonly expiresAt?: number;
  /** The name of the handler that its taker did not have; while it is parked. */
  readonly parkedAs?: string;
  /** When its worker took it; while it is active. */
  readonly takenAt?: number;
  /** The worker that has it, or in which it ended. */
  readonly worker?: string;
  /** Why its worker was told to stop it; while it is active. */
  readonly cancelling?: string;
  readonly progress?: Notice<Untyped>;
  readonly checkpoint?: Untyped;
  /** What its handler returned; of completed ones. */
  readonly result?: Untyped;
  readonly error?: RecordedError;
  /** Why it was cancelled or expired. */
  readonly reason?: string;
  readonly runMs?: number;
  readonly endedAt?: number;
}

const UNTIL = { s: 'started', e: 'ended', w: 'window' } as const;

/** @throws {MessageVersionError} when a newer Longshore wrote it */
export async function jobInfo(id: string, view: JobView, codec: Codec | undefined): Promise<JobInfo> {
  const message = decodeMessage(id, view.message);
  const { attempts, crashes, words } = readTries(view.tries);
  const state = view.state as ListedState;
  const stored = message.bodyApart && view.body !== '' ? JSON.parse(view.body) : message.data;
  const trace = traceOf(message.options.trace);
  const data = await unseal(codec, { codec: message.options.codec, value: stored }, 'data');
  return {
    id,
    name: message.name,
    state,
    data: data.value,
    ...(data.codec === undefined ? {} : { sealedBy: data.codec }),
    options: ownOptions(message.options, words),
    ...(trace ? { trace } : {}),
    addedAt: message.addedAt,
    attempts,
    crashes,
    history: historyOf(view.run),
    ...(state === 'delayed' ? { dueAt: Number(view.score) } : {}),
    ...(words.has('x') && view.record === '' && state !== 'active' ? { expiresAt: Number(words.get('x')) } : {}),
    ...(state === 'parked' ? { parkedAs: message.name } : {}),
    ...(view.claim === '' || view.record !== '' ? {} : held(view)),
    ...noticed(view.run),
    ...(view.record === '' ? {} : await endOf(id, view.record, codec)),
  };
}

function ownOptions(
  stored: OwnOptions & { readonly body?: unknown; readonly codec?: string; readonly trace?: string },
  words: ReadonlyMap<string, string>,
): OwnOptions {
  const { body: _body, codec: _codec, trace: _trace, ...own } = stored;
  const unique = words.get('u');
  return {
    ...own,
    ...(words.has('p') ? { priority: Number.parseInt(words.get('p') ?? '0', 10) } : {}),
    ...(words.has('f') ? { lifo: true } : {}),
    ...(words.has('k') ? { keep: Number(words.get('k')) } : {}),
    ...(unique === undefined ? {} : { unique: { key: unique.slice(1), until: UNTIL[unique.charAt(0) as 's'] } }),
  };
}

function held({ worker, claim, order }: JobView): Partial<JobInfo> {
  return {
    worker,
    // The number of a claim is the time at which it was made, in µs.
    takenAt: Math.floor(Number.parseInt(claim, 10) / 1000),
    ...(order === '' ? {} : { cancelling: String(parse(order.slice(order.indexOf(' ') + 1))) }),
  };
}

function noticed(run: JobView['run']): Partial<JobInfo> {
  const [seq, at, progress, checkpoint] = ['seq', 'at', 'progress', 'checkpoint'].map((field) => run.get(field));
  return {
    ...(progress === undefined ? {} : { progress: { seq: Number(seq), at: Number(at), value: parse(progress) } }),
    ...(checkpoint === undefined ? {} : { checkpoint: parse(checkpoint) }),
  };
}

function historyOf(run: JobView['run']): PastRun[] {
  const past: PastRun[] = [];
  for (const [field, text] of run) {
    const kind = /^([ac])\d+$/.exec(field)?.[1];
    if (kind === undefined) continue;
    const [number, worker, third, runMs, error, endedAt] = parse(text) ?? [];
    if (kind === 'a') past.push({ is: 'failed', attempt: number, worker, startedAt: third, runMs, error, endedAt });
    else past.push({ is: 'crashed', crash: number, worker, endedAt: third });
  }
  return past.sort((one, other) => one.endedAt - other.endedAt);
}

async function endOf(id: string, text: string, codec: Codec | undefined): Promise<Partial<JobInfo>> {
  const record = decodeEndRecord(id, text);
  const { state, error, reason, worker, attempts, runMs, endedAt } = record;
  const result = await unseal(codec, { codec: record.codec, value: record.result }, 'result');
  return {
    state,
    attempts,
    runMs,
    endedAt,
    ...(worker === '' ? {} : { worker }),
    ...(result.value === undefined ? {} : { result: result.value }),
    ...(result.codec === undefined ? {} : { sealedBy: result.codec }),
    ...(error ? { error } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}

function parse(json: string): Untyped {
  try {
    return JSON.parse(json);
  } catch {
    // Of another version: what cannot be read does not hide the rest.
    return undefined;
  }
}
