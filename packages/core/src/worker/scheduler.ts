// Gives the slots of schedules their jobs. Every worker does, without a leader: each sleeps until the first slot of all and
// then ticks what is due, and the script lets one of them through for each slot. A queue without schedules is only
// looked at when its orders say so, when the worker enters or may have missed an order, and with the reaper's sweep.
import { planTick } from '../job/plan-tick.js';
import { decodeSchedule } from '../job/schedule-record.js';
import { ScheduleSlots } from '../job/schedule-slots.js';
import type { Logger } from '../logger.js';
import type { Connection } from '../redis/connection.js';
import type { QueueKeys } from '../redis/keys.js';
import { type StoredSchedule, scheduleDue, scheduleTick, type Tick } from '../redis/schedules.js';

export interface SchedulerParts {
  readonly keys: QueueKeys;
  readonly connection: Connection;
  readonly log: Logger;
}

/** So many are fetched at once: each may carry 1 MiB of data. */
const MOST_DUE = 20;
/** When to look again after a failure. */
const RETRY_MS = 1000;
/** At least so often while a slot is ahead: Redis's clock may be set. */
const LONGEST_SLEEP_MS = 60_000;

/** What one pass has done for a schedule: how many jobs it had made before, and how many of its slots were tried since. */
interface Effort {
  readonly runs: number;
  tries: number;
}

export class Scheduler {
  readonly #parts: SchedulerParts;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #again = false;
  #stopped = false;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
  }

  /** Looks now. */
  stir(): void {
    clearTimeout(this.#timer);
    this.#again = true;
    if (!this.#running && !this.#stopped) void this.#run();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#running = true;
    let sleepMs: number | undefined;
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        sleepMs = await this.#pass();
      } catch (err) {
        this.#parts.log.debug({ err }, 'schedules could not be looked at; tried again soon');
        sleepMs = RETRY_MS * (0.75 + Math.random() / 2);
      }
    }
    this.#running = false;
    if (sleepMs === undefined || this.#stopped) return;
    this.#timer = setTimeout(() => this.stir(), Math.min(Math.max(sleepMs, 1), LONGEST_SLEEP_MS));
  }

  /** Ticks until nothing is due; how long to sleep then, ms. */
  async #pass(): Promise<number | undefined> {
    const { connection, keys } = this.#parts;
    const efforts = new Map<string, Effort>();
    for (;;) {
      const { now, soonest, due } = await scheduleDue.run(connection, keys, { most: MOST_DUE });
      if (this.#stopped) return undefined;
      let unreadable = 0;
      for (const one of due) if (!(await this.#tick(one, now, efforts))) unreadable++;
      if (unreadable === due.length)
        return unreadable > 0 ? RETRY_MS : soonest === undefined ? undefined : soonest - now;
    }
  }

  /** False when it cannot be read. */
  async #tick(stored: StoredSchedule, now: number, efforts: Map<string, Effort>): Promise<boolean> {
    const { connection, keys, log } = this.#parts;
    const { id, progress } = stored;
    const effort = efforts.get(id) ?? { runs: progress.runs, tries: 0 };
    efforts.set(id, effort);
    // Others may be making up for its slots at the same time.
    const madeUp = Math.max(effort.tries++, progress.runs - effort.runs);
    const tick = this.#plan(stored, now, madeUp);
    if (!tick) return false;
    const outcome = await scheduleTick.run(connection, keys, tick);
    if (outcome === 'full') log.warn({ schedule: id }, 'the queue is full: a slot of a schedule got no job');
    return true;
  }

  /** Undefined when a newer or another program has written it, or this Node.js does not know its time zone. */
  #plan({ id, says, progress, tick }: StoredSchedule, now: number, madeUp: number): Tick | undefined {
    try {
      const { text, body, words, overlap, limit, misfire, ...rule } = decodeSchedule(id, says);
      const slot = tick as number;
      const { runs, next } = planTick(new ScheduleSlots(rule, progress.since), misfire, slot, now, madeUp);
      const job = runs === undefined ? undefined : { slot: runs, id: `${id}:${runs}` };
      return { id, slot, since: progress.since, next, job, text, body, words, overlap, limit };
    } catch (err) {
      this.#parts.log.warn({ err, schedule: id }, 'a schedule cannot be read; its slot stays');
      return undefined;
    }
  }
}
