// A schedule as it is given and as it is shown.
import type { Duration } from '../duration.js';
import { unseal } from '../inspect/unseal.js';
import type { Codec } from '../job/codec.js';
import type { AnyJobs, InputOf, JobTypes, NameOf } from '../job/contract.js';
import type { JobOptions } from '../job/job-options.js';
import type { Misfire } from '../job/plan-tick.js';
import { decodeSchedule, messageOf, type ScheduleContent } from '../job/schedule-record.js';
import type { StoredSchedule } from '../redis/schedules.js';

/** When a schedule is due, and how its slots are treated. Either `cron` or `every`. */
export interface Timing {
  /** A pattern of five fields, or of six with the seconds first, or a word like `'@daily'`. */
  cron?: string;
  /** The IANA name of the time zone of `cron`. Default `'UTC'`. */
  timeZone?: string;
  /** The time from slot to slot, at least 100 ms; the first is that long after the schedule was set. */
  every?: Duration;
  /**
   * What becomes of slots that no worker ticked in time. `'once'` (default): of all that are past, the last one gets a job. `'skip'`: none
   * that is more than 30 s late does. `'all'`: each does, up to 1,000, then as with `'once'`.
   */
  misfire?: Misfire;
  /** `'skip'`: a slot gets no job while the job of the slot before has not ended. Default `'allow'`. */
  overlap?: 'allow' | 'skip';
  /** No slot after this time, by Redis's clock. */
  until?: Date;
  /** How many jobs it makes at most, since it was last changed. */
  limit?: number;
}

/** What `schedules.upsert` takes: when, and the job. */
export type ScheduleSettings<J extends JobTypes = AnyJobs> = {
  [N in NameOf<J>]: Timing & {
    name: N;
    data: InputOf<J, N>;
    /** Of each job; those of the queue's definition hold where it says nothing. */
    options?: JobOptions;
  };
}[NameOf<J>];

/** A schedule as it is now. Times are ms of Redis's clock. */
export interface Schedule {
  readonly id: string;
  readonly cron?: string;
  readonly timeZone?: string;
  /** ms */
  readonly every?: number;
  readonly until?: number;
  readonly limit?: number;
  readonly misfire: Misfire;
  readonly overlap: 'allow' | 'skip';
  readonly name: string;
  readonly data: unknown;
  readonly options?: JobOptions;
  /** The id of the codec that wrote the data, where this queue could not read it: it is then the text that is stored. */
  readonly sealedBy?: string;
  readonly paused: boolean;
  /** Its next slot; undefined while it is paused, and when it is over. */
  readonly next?: number;
  /** How late its next slot is: 0 unless no worker ticks. */
  readonly overdueMs: number;
  /** How many jobs it has made since it was last changed; `run` is not counted. */
  readonly runs: number;
  /** When the last job was added, the slot it was for, and its id. */
  readonly lastRun?: number;
  readonly lastSlot?: number;
  readonly lastJobId?: string;
}

/** What is stored, for people and programs to read; data that another codec wrote stays the text that it is. */
export async function showSchedule(
  { id, says, progress, tick }: StoredSchedule,
  now: number,
  codec: Codec | undefined,
): Promise<Schedule> {
  const content = decodeSchedule(id, says);
  const { text: _text, body: _body, words: _words, ...told } = content;
  const { value, codec: sealedBy } = await unseal(codec, messageOf(content).sealed, 'data');
  const { state, runs, slot, ranAt, jobId } = progress;
  return {
    id,
    ...told,
    data: value,
    ...(sealedBy === undefined ? {} : { sealedBy }),
    paused: state === 'paused',
    ...(tick === undefined ? {} : { next: tick }),
    overdueMs: tick === undefined ? 0 : Math.max(0, now - tick),
    runs,
    ...(jobId === undefined ? {} : { lastRun: ranAt as number, lastSlot: slot as number, lastJobId: jobId }),
  };
}

/** Whether a schedule says what is stored already. An encrypted text may differ at each call: then what is in it decides. */
export async function isSame(known: string, content: ScheduleContent, codec: Codec | undefined): Promise<boolean> {
  if (known === JSON.stringify(content)) return true;
  if (!codec) return false;
  const before = JSON.parse(known) as ScheduleContent;
  const readable = async (schedule: ScheduleContent) => {
    const { text: _text, body: _body, ...rest } = schedule;
    const { sealed, options } = messageOf(schedule);
    return JSON.stringify([rest, options, await unseal(codec, sealed, 'data')]);
  };
  return (await readable(before)) === (await readable(content));
}
