// Checks the invariants of a queue while it works. Its places are walked in small steps, against the way that jobs take;
// what a step tells was so in one moment in Redis. What cannot be seen in one step (an id twice in a long list) is only a
// suspicion, which another script looks into.
import { setTimeout as pause } from 'node:timers/promises';
import { flag, readOptions } from '../options.js';
import { audit, recheck, scan } from '../redis/audit.js';
import type { Connection } from '../redis/connection.js';
import type { QueueKeys } from '../redis/keys.js';
import { AuditNotes, type AuditReport } from './audit-report.js';

export interface AuditOptions {
  /** Put right what can be put right safely. Default false: nothing is changed. */
  repair?: boolean;
  /** Look also for keys that nothing leads to, by a SCAN of the whole server: in small steps, but as long as it has keys. Default false. */
  deep?: boolean;
}

const TABLE = { repair: flag, deep: flag };
const ENDED = ['failed', 'cancelled', 'expired'];
const HANGING = ['tries', 'orders', 'expiring', 'ticks'];
/** Entries that one step looks at, where few workers hold jobs: some 0.7 ms. */
const MOST_ENTRIES = 100;
const LOOKUPS = 1000;
const MOST_KEYS = 100;
const MOST_RECHECKS = 1000;

/** @throws {InvalidOptionError} naming the field */
export async function auditQueue(connection: Connection, keys: QueueKeys, options: unknown): Promise<AuditReport> {
  const { repair = false, deep = false } = readOptions(options, TABLE, 'options');
  return await new Auditor(connection, keys, repair).run(deep);
}

class Auditor {
  readonly #notes: AuditNotes;
  /** Ids that were met in lists of jobs that wait, and those that were met twice or are counted as husks and were not met. */
  readonly #listed = new Set<string>();
  readonly #doubtful = new Set<string>();
  readonly #further: string[] = [];
  #limit = MOST_ENTRIES;
  #lists: string[] = [];

  constructor(
    readonly connection: Connection,
    readonly keys: QueueKeys,
    readonly repair: boolean,
  ) {
    this.#notes = new AuditNotes(repair);
  }

  async run(deep: boolean): Promise<AuditReport> {
    const workers = (await this.#look('roster', 0)).entries;
    this.#limit = Math.max(20, Math.min(MOST_ENTRIES, Math.floor(LOOKUPS / (5 + workers.length))));
    const completed = new Set<string>();
    for (const place of ENDED) await this.#scan(place);
    await this.#walk('completed', (id) => deep && completed.add(id));
    for (const wid of workers) await this.#scan(`active:${wid}`);
    const names = await this.#scan('parked');
    this.#lists = [
      ...workers.map((wid) => `pending:${wid}`),
      'suspects',
      'waiting',
      ...names.map((name) => `parked:${name}`),
    ];
    for (const place of this.#lists) await this.#walk(place, (id) => this.#meet(id));
    for (const place of ['prioritized', 'delayed', ...HANGING]) await this.#scan(place);
    for (const husk of await this.#scan('gone')) {
      const [id = '', times] = husk.split(' ');
      if (times !== undefined || !this.#listed.has(id)) this.#doubtful.add(id);
    }
    for (const name of names) await this.#look(`sum:${name}`, 0);
    await this.#recheck(this.#doubtful);
    if (deep) await this.#search(completed);
    await this.#look('sums', 0);
    return this.#notes.report;
  }

  #meet(id: string): void {
    if (this.#listed.has(id)) this.#doubtful.add(id);
    this.#listed.add(id);
  }

  /** One step; Redis has at least as long for others before the next. */
  async #look(place: string, cursor: string | number) {
    const input = { place, cursor, limit: this.#limit, repair: this.repair };
    const { found, ...seen } = await this.#calmly(() => audit.run(this.connection, this.keys, input));
    this.#notes.note(found);
    return seen;
  }

  async #calmly<T>(step: () => Promise<T>): Promise<T> {
    const since = performance.now();
    const result = await step();
    await pause(performance.now() - since);
    return result;
  }

  /** A hash or a sorted set: what stands there throughout is met at least once. */
  async #scan(place: string): Promise<string[]> {
    const all = new Set<string>();
    let cursor = '0';
    do {
      const { onward, entries } = await this.#look(place, cursor);
      for (const entry of entries) all.add(entry);
      cursor = onward;
    } while (cursor !== '');
    this.#notes.checked += all.size;
    return [...all];
  }

  /**
   * A list, from the left. It changes at its ends only: what is added at the left moves the others along, so each step begins with the
   * last entry of the one before, and goes on behind it.
   */
  async #walk(place: string, meet: (id: string) => unknown): Promise<void> {
    let start = 0;
    let anchor: string | undefined;
    for (;;) {
      const { entries } = await this.#look(place, start);
      const at = anchor === undefined ? -1 : entries.indexOf(anchor);
      if (anchor === undefined || at >= 0) {
        for (const id of entries.slice(at + 1)) {
          if (id === '') continue;
          this.#notes.checked++;
          meet(id);
        }
      }
      if (entries.length < this.#limit) return;
      const last = entries.findLastIndex((id) => id !== '');
      // Where the anchor was not met, more was added than a step looks at: it is further on.
      if (last >= 0 && (anchor === undefined || at >= 0)) anchor = entries[last];
      start += anchor === entries[last] && last > 0 ? last : entries.length;
    }
  }

  /** Looks for each of these in every place; the lists are searched. */
  async #recheck(ids: Iterable<string>): Promise<void> {
    let count = 0;
    for (const id of ids) {
      const input = { id, repair: this.repair, further: this.#further };
      const looked = count++ < MOST_RECHECKS;
      const found = looked ? await this.#calmly(() => recheck.run(this.connection, this.keys, input)) : 'unsure';
      if (found === 'unsure') this.#notes.unsure++;
      else if (found) this.#notes.note([found]);
    }
  }

  /** What nothing leads to. */
  async #search(completed: ReadonlySet<string>): Promise<void> {
    const stray = new Set<string>();
    const parked = new Set<string>();
    let cursor = '0';
    do {
      const input = { cursor, count: MOST_KEYS, repair: this.repair };
      const step = await this.#calmly(() => scan.run(this.connection, this.keys, input));
      for (const id of step.stray) if (!this.#listed.has(id) && !completed.has(id)) stray.add(id);
      for (const name of step.names) parked.add(name);
      for (const { code, where } of step.found) if (code === 'unknown-worker') this.#further.push(where);
      this.#notes.note(step.found);
      cursor = step.onward;
    } while (cursor !== '');
    for (const name of parked) {
      this.#further.push(`parked:${name}`);
      await this.#look(`sum:${name}`, 0);
    }
    // What was added meanwhile stands in a list by now, and need not be searched for one by one.
    if (stray.size > 0) for (const place of this.#lists) await this.#walk(place, (id) => stray.delete(id));
    await this.#recheck(stray);
  }
}
