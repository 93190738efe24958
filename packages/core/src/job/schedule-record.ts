// How a schedule stands in Redis: what it says (JSON, written by upsert alone), and what has become of it (words, written
// by scripts).
import { LongshoreError } from '../errors.js';
import type { JobOptions } from './job-options.js';
import type { Misfire } from './plan-tick.js';
import type { SlotRule } from './schedule-slots.js';

/** What a schedule says. */
export interface ScheduleContent extends SlotRule {
  readonly name: string;
  /** As they were given, for people to read. */
  readonly options?: JobOptions;
  readonly misfire: Misfire;
  readonly overlap: 'allow' | 'skip';
  /** How many jobs it makes at most. */
  readonly limit?: number;
  /** The message of its jobs, without its time. */
  readonly text: string;
  /** Data that is kept apart from the message. */
  readonly body?: string;
  /** What `tries` keeps of its jobs. */
  readonly words: string;
}

/** What has become of a schedule. */
export interface ScheduleProgress {
  /** `over`: it has no slots any more. */
  readonly state: '-' | 'paused' | 'over';
  /** When it was set, ms: a revision, and what slots of `every` are counted from. */
  readonly since: number;
  /** How many jobs it has made since then. */
  readonly runs: number;
  /** Of its last job: the slot, when it was added, and its id. */
  readonly slot?: number;
  readonly ranAt?: number;
  readonly jobId?: string;
}

/** @throws {LongshoreError} `ERR_MESSAGE_BROKEN` when it was not written by Longshore */
export function decodeSchedule(id: string, says: string): ScheduleContent {
  try {
    const content = JSON.parse(says) as ScheduleContent;
    if (typeof content.text === 'string' && typeof content.name === 'string') return content;
  } catch {
    // Told below.
  }
  throw new LongshoreError('ERR_MESSAGE_BROKEN', `the schedule ${id} cannot be read`);
}

/** Reads `<state> <since> <runs>[ <slot> <ran at> <job>]`. */
export function readProgress(text: string): ScheduleProgress {
  const [state, since, runs, slot, ranAt, jobId] = text.split(' ');
  const known = { state: state as ScheduleProgress['state'], since: Number(since), runs: Number(runs) };
  return jobId === undefined ? known : { ...known, slot: Number(slot), ranAt: Number(ranAt), jobId };
}

/** The data of its jobs as it is stored, with the id of the codec that wrote it, and what else their messages carry. */
export function messageOf({ text, body }: ScheduleContent) {
  const [, data, { body: _apart, codec, ...options } = {} as Record<string, unknown>] = JSON.parse(`[${text}]`);
  return { sealed: { value: body === undefined ? data : JSON.parse(body), codec }, options };
}
