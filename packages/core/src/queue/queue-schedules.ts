// The schedules of a queue: what makes a job again and again. They are kept apart from jobs, and ticked by workers.
import { InvalidNameError, InvalidOptionError, ScheduleMissingError } from '../errors.js';
import type { AnyJobs, JobTypes, NameOf, QueueDefinition, ResultOf } from '../job/contract.js';
import { nextJobId } from '../job/random-id.js';
import { decodeSchedule, type ScheduleContent } from '../job/schedule-record.js';
import { ScheduleSlots } from '../job/schedule-slots.js';
import { readName } from '../options.js';
import type { Outgoing } from '../redis/enqueue.js';
import {
  type StoredSchedule,
  scheduleDue,
  scheduleLook,
  schedulePut,
  scheduleTurn,
  type Turn,
} from '../redis/schedules.js';
import type { JobHandle } from './job-handle.js';
import { prepareSchedule } from './prepare-schedule.js';
import type { QueueLink } from './queue-link.js';
import { isSame, type Schedule, type ScheduleSettings, showSchedule } from './schedule.js';

/** Room for the slot in the ids of its jobs. */
const LONGEST_ID = 100;
const MOST_TRIES = 10;

/** What schedules need of their queue. */
export interface SchedulesHome {
  readonly link: () => QueueLink;
  readonly definition: QueueDefinition;
  /** Adds a job that is ready. */
  readonly send: (name: string, job: Outgoing) => Promise<JobHandle<unknown>>;
  /** Enters the queue into the list of queues: one that only has schedules is to be found too. */
  readonly enter: () => void;
}

/** The schedules of one queue. */
export class QueueSchedules<J extends JobTypes = AnyJobs> {
  readonly #home: SchedulesHome;

  constructor(home: SchedulesHome) {
    this.#home = home;
  }

  /**
   * Sets a schedule. With what it says already, nothing changes and its slots go on; with anything else they begin anew. A paused one stays
   * paused. Calling it at each start of a program is what it is for.
   *
   * @param id 1 to 100 characters without spaces, colons or braces; the job of a slot has the id `<id>:<slot in ms>`
   * @returns the schedule as it is then
   * @throws {InvalidOptionError} {@link InvalidNameError} {@link InvalidPayloadError} {@link PayloadTooLargeError} naming the field
   * @throws {RedisMemoryError} when Redis is at maxmemory; nothing was changed
   * @example
   * await queue.schedules.upsert('report', { cron: '0 9 * * 1-5', timeZone: 'Europe/Berlin', name: 'report', data: null });
   */
  async upsert(id: string, schedule: ScheduleSettings<J>): Promise<Schedule> {
    readId(id);
    const content = await prepareSchedule(this.#home.definition, schedule);
    const says = JSON.stringify(content);
    this.#home.enter();
    return this.#settle(id, async (known, now) => {
      if (known && (await isSame(known.says, content, this.#home.definition.codec))) return true;
      const seen = known?.progress.since;
      const since = Math.max(now, (seen ?? 0) + 1);
      const slot = new ScheduleSlots(content, since).next(since);
      if (slot === undefined) throw new InvalidOptionError(...neverDue(content));
      const { connection, keys } = this.#home.link();
      return (await schedulePut.run(connection, keys, { id, seen, since, says, slot })) !== 'changed';
    });
  }

  /** One schedule; undefined when there is none of this id. */
  async get(id: string): Promise<Schedule | undefined> {
    const { found, now } = await this.#look(readId(id));
    return found && this.#show(found, now);
  }

  /** All of them, by id. */
  async list(): Promise<Schedule[]> {
    const { connection, keys } = this.#home.link();
    const all = new Map<string, Schedule>();
    let cursor = '0';
    do {
      const page = await scheduleLook.run(connection, keys, { cursor });
      for (const stored of page.found) all.set(stored.id, await this.#show(stored, page.now));
      cursor = page.cursor;
    } while (cursor !== '0');
    return [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Forgets a schedule; its jobs stay. @returns false when there was none */
  async remove(id: string): Promise<boolean> {
    return (await this.#turn({ id: readId(id), to: 'remove', seen: 0, slot: undefined })) === 'done';
  }

  /**
   * No slot of it gets a job until it is resumed.
   *
   * @returns false when it was paused already, or is over
   * @throws {ScheduleMissingError} `ERR_SCHEDULE_MISSING`
   */
  async pause(id: string): Promise<boolean> {
    const outcome = await this.#turn({ id: readId(id), to: 'pause', seen: 0, slot: undefined });
    if (outcome === 'missing') throw new ScheduleMissingError(id);
    return outcome === 'done';
  }

  /**
   * Ends a pause. It goes on with the next slot from now; what lies in the pause is not made up for.
   *
   * @returns false when it was not paused
   * @throws {ScheduleMissingError} `ERR_SCHEDULE_MISSING`
   */
  async resume(id: string): Promise<boolean> {
    readId(id);
    let changed = false;
    await this.#settle(id, async (known, now) => {
      if (!known) throw new ScheduleMissingError(id);
      const { since } = known.progress;
      const slot = new ScheduleSlots(decodeSchedule(id, known.says), since).next(now);
      const outcome = await this.#turn({ id, to: 'resume', seen: since, slot });
      changed = outcome === 'done';
      return outcome !== 'changed';
    });
    return changed;
  }

  /**
   * Adds its job now, also while it is paused. Its slots do not change, and the job has an id of its own.
   *
   * @throws {ScheduleMissingError} `ERR_SCHEDULE_MISSING`, and what `add` throws
   */
  async run(id: string): Promise<JobHandle<ResultOf<J, NameOf<J>>>> {
    const { found } = await this.#look(readId(id));
    if (!found) throw new ScheduleMissingError(id);
    const { name, text, body, words } = decodeSchedule(id, found.says);
    const job = { id: nextJobId(), text, due: '', body, own: true, words, hold: '', replace: false } as const;
    return (await this.#home.send(name, job)) as JobHandle<ResultOf<J, NameOf<J>>>;
  }

  /** How late the latest of them is, ms: above a few seconds no worker ticks. One small read. */
  async overdueMs(): Promise<number> {
    const { connection, keys } = this.#home.link();
    const { now, soonest } = await scheduleDue.run(connection, keys, { most: 0 });
    return soonest === undefined ? 0 : Math.max(0, now - soonest);
  }

  #show(stored: StoredSchedule, now: number): Promise<Schedule> {
    return showSchedule(stored, now, this.#home.definition.codec);
  }

  async #look(id: string): Promise<{ found: StoredSchedule | undefined; now: number }> {
    const { connection, keys } = this.#home.link();
    const { found, now } = await scheduleLook.run(connection, keys, { id });
    return { found: found[0], now };
  }

  #turn(turn: Turn) {
    const { connection, keys } = this.#home.link();
    return scheduleTurn.run(connection, keys, turn);
  }

  /** Looks, and changes what it saw, until nobody else has changed it in between. */
  async #settle(id: string, change: (known: StoredSchedule | undefined, now: number) => Promise<boolean>) {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const { found, now } = await this.#look(id);
      if (await change(found, now)) break;
    }
    const { found, now } = await this.#look(id);
    if (!found) throw new ScheduleMissingError(id);
    return this.#show(found, now);
  }
}

function readId(value: unknown): string {
  const id = readName(value, 'id');
  if (id.length > LONGEST_ID) throw new InvalidNameError('id', `expected at most ${LONGEST_ID} characters`);
  return id;
}

function neverDue({ cron, until }: ScheduleContent): [field: string, problem: string] {
  if (until !== undefined) return ['schedule.until', 'there is no slot before it'];
  return ['schedule.cron', `${cron} is never due`];
}
