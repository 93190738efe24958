import type { Cluster, Redis } from 'ioredis';
import { queueTag, readKeys, type StoredKey } from './read-keys.js';

export interface AuditOptions {
  /** Ids that were accepted and whose retention has not ended: each must be somewhere. */
  readonly accepted?: Iterable<string>;
  /** Ended jobs were removed during the test: `completed` may then hold entries that nothing stands behind. */
  readonly removals?: boolean;
}

/** Where a job may be. List entries first; a husk takes one of them away. */
interface Places {
  readonly listed: string[];
  readonly others: string[];
}

const ENDED_SETS = ['failed', 'cancelled', 'expired'];
const PLAIN = ['waiting', 'prioritized', 'delayed', 'suspects', 'leases', 'workers', 'graves', 'tries', 'completed'];
const RARE = [
  'gone',
  'meta',
  'stats',
  'limits',
  'schedules',
  'ticks',
  'ticked',
  'expiring',
  'fleeting',
  'orders',
  'parked',
];
const KNOWN = new Set([...PLAIN, ...ENDED_SETS, ...RARE]);
const OF_A_JOB = ['job', 'end', 'body', 'run', 'log'];
const OF_A_WORKER = ['pending', 'active'];
const OF_A_NAME = ['unique', 'parked', 'history'];

/**
 * Checks the invariants that a state of a queue must have at any time, and answers what is wrong; nothing when all is well.
 *   1. every job is in exactly one place, and every place holds a job;
 *   4. what has ended has one terminal record, of the state in whose set it stands;
 *   7. every pending list and active hash belongs to a known worker or a grave;
 *   8. there is no key, and no field, that no job or worker needs.
 */
export async function auditQueue(
  redis: Redis | Cluster,
  prefix: string,
  queue: string,
  options: AuditOptions = {},
): Promise<string[]> {
  const audit = new Audit(await readKeys(redis, queueTag(prefix, queue)), options.removals ?? false);
  audit.checkNames();
  audit.checkWorkers();
  audit.checkPlaces();
  audit.checkEnds();
  audit.checkAttachments();
  audit.checkRare();
  for (const id of options.accepted ?? []) audit.checkAccepted(id);
  return audit.violations;
}

class Audit {
  readonly violations: string[] = [];
  readonly #keys: Map<string, StoredKey>;
  readonly #places = new Map<string, Places>();

  constructor(keys: readonly StoredKey[], removals: boolean) {
    this.#keys = new Map(keys.map((key) => [key.name, key]));
    for (const { name } of keys) {
      if (name === 'waiting' || name === 'suspects' || name.startsWith('pending:') || name.startsWith('parked:')) {
        for (const id of this.#list(name)) if (id !== '') this.#at(id).listed.push(name);
      } else if (
        name === 'delayed' ||
        name === 'prioritized' ||
        name.startsWith('active:') ||
        ENDED_SETS.includes(name)
      ) {
        for (const id of this.#pairs(name).keys()) this.#at(id).others.push(name);
      }
    }
    const husks = new Map(this.#pairs('gone'));
    // The oldest are the husks.
    for (const id of this.#list('completed').toReversed()) {
      const left = Number(husks.get(`completed ${id}`) ?? 0);
      husks.set(`completed ${id}`, String(left - 1));
      if (left > 0) continue;
      // A job that was removed after it had completed leaves its entry, and may have been added again since.
      if (removals && (!this.#has('end', id) || this.#at(id).others.includes('completed'))) continue;
      this.#at(id).others.push('completed');
    }
  }

  checkNames(): void {
    for (const name of this.#keys.keys()) {
      const kind = name.slice(0, name.indexOf(':'));
      if (KNOWN.has(name) || [...OF_A_JOB, ...OF_A_WORKER, ...OF_A_NAME].includes(kind)) continue;
      this.violations.push(`unknown key ${name}`);
    }
  }

  checkWorkers(): void {
    const known = new Set(['workers', 'leases', 'graves'].flatMap((name) => [...this.#pairs(name).keys()]));
    for (const name of this.#keys.keys()) {
      const [kind, wid] = split(name);
      if (OF_A_WORKER.includes(kind) && !known.has(wid))
        this.violations.push(`${name} belongs to no known worker and no grave`);
    }
  }

  checkPlaces(): void {
    const gone = this.#pairs('gone');
    for (const [id, { listed, others }] of this.#places) {
      const husks = Number(gone.get(id) ?? 0);
      const count = listed.length - husks + others.length;
      if (husks > listed.length) this.violations.push(`${id} has ${husks} husks and ${listed.length} list entries`);
      else if (count > 1) this.violations.push(`${id} is in ${count} places: ${[...listed, ...others].join(', ')}`);
      else if (count === 1 && !this.#has('job', id))
        this.violations.push(`${id} is in ${[...others, ...listed][0]} without a message`);
    }
    for (const [id, husks] of gone) {
      if (!id.startsWith('completed ') && !this.#places.has(id))
        this.violations.push(`${id} has ${husks} husks and no list entry`);
    }
    for (const id of this.#idsOf('job')) {
      if (this.#countOf(id) === 0) this.violations.push(`${id} has a message and is nowhere`);
    }
  }

  checkEnds(): void {
    for (const [id, { others }] of this.#places) {
      const ended = others.filter((name) => name === 'completed' || ENDED_SETS.includes(name));
      if (ended.length > 0 && !this.#has('end', id))
        this.violations.push(`${id} is in ${ended[0]} without a terminal record`);
    }
    for (const id of this.#idsOf('end')) {
      const state = stateOf(String(this.#keys.get(`end:${id}`)?.content));
      if (state === undefined) this.violations.push(`the terminal record of ${id} cannot be read`);
      else if (!this.#places.get(id)?.others.includes(state))
        this.violations.push(`${id} ended as ${state} and is not in that set`);
    }
  }

  /** What hangs on a job: its tries, its body and its run are freed by retention only where `tries` tells of them. */
  checkAttachments(): void {
    const tries = this.#pairs('tries');
    for (const [id, text] of tries) {
      if (!/^\d+ \d+ \S+( [a-z]\S*)*$/.test(text)) this.violations.push(`the tries of ${id} read "${text}"`);
      if (!this.#has('job', id)) this.violations.push(`${id} has tries and no message`);
    }
    for (const kind of ['body', 'run', 'log']) {
      for (const id of this.#idsOf(kind)) {
        if (!this.#has('job', id)) this.violations.push(`${kind}:${id} belongs to no job`);
        else if (!tries.get(id)?.split(' ')[2]?.includes(kind.charAt(0)))
          this.violations.push(`${kind}:${id} is not noted in tries`);
      }
    }
  }

  /** What few jobs have. */
  checkRare(): void {
    for (const name of ['expiring', 'orders']) {
      for (const id of this.#pairs(name).keys()) {
        if (!this.#has('job', id) || this.#has('end', id)) this.violations.push(`${name} has ${id}, which is no job`);
      }
    }
    const names = new Set([...this.#pairs('parked').keys(), ...this.#idsOf('parked')]);
    for (const name of names) {
      const [count, length] = [Number(this.#pairs('parked').get(name) ?? 0), this.#list(`parked:${name}`).length];
      if (count !== length) this.violations.push(`${count} ${name} are counted as parked, and ${length} are`);
    }
    for (const name of this.#pairs('schedules').keys()) {
      const state = /^(-|paused|over) \d+ \d+( \d+ \d+ \S+)?$/.exec(this.#pairs('ticked').get(name) ?? '')?.[1];
      if (state === undefined || (state === '-') !== this.#pairs('ticks').has(name))
        this.violations.push(`the schedule ${name} is ${state} and does not stand in ticks accordingly`);
    }
    for (const key of ['ticks', 'ticked']) {
      for (const name of this.#pairs(key).keys())
        if (!this.#pairs('schedules').has(name)) this.violations.push(`${key} has ${name}, which is no schedule`);
    }
    for (const key of this.#idsOf('unique')) {
      const lock = this.#keys.get(`unique:${key}`);
      if (lock?.ttlMs === -1 && !this.#has('job', String(lock.content)))
        this.violations.push(`unique:${key} is held by ${lock.content}, which is no job`);
    }
  }

  checkAccepted(id: string): void {
    if (this.#countOf(id) === 0) this.violations.push(`${id} was accepted and is nowhere`);
  }

  #countOf(id: string): number {
    const { listed, others } = this.#places.get(id) ?? { listed: [], others: [] };
    return listed.length - Number(this.#pairs('gone').get(id) ?? 0) + others.length;
  }

  #at(id: string): Places {
    const places = this.#places.get(id) ?? { listed: [], others: [] };
    this.#places.set(id, places);
    return places;
  }

  #has(kind: string, id: string): boolean {
    return this.#keys.has(`${kind}:${id}`);
  }

  #idsOf(kind: string): string[] {
    return [...this.#keys.keys()]
      .map(split)
      .filter(([found]) => found === kind)
      .map(([, id]) => id);
  }

  #list(name: string): readonly string[] {
    const content = this.#keys.get(name)?.content;
    return Array.isArray(content) ? content : [];
  }

  #pairs(name: string): Map<string, string> {
    const flat = this.#list(name);
    return new Map(flat.flatMap((field, i) => (i % 2 === 0 ? [[field, flat[i + 1] ?? ''] as const] : [])));
  }
}

/** `job:<id>` and the like; an id may have colons. */
function split(name: string): [kind: string, of: string] {
  const at = name.indexOf(':');
  return at === -1 ? [name, ''] : [name.slice(0, at), name.slice(at + 1)];
}

function stateOf(record: string): string | undefined {
  try {
    const parts: unknown = JSON.parse(record);
    return Array.isArray(parts) && parts.length === 7 && typeof parts[6] === 'number' ? String(parts[1]) : undefined;
  } catch {
    return undefined;
  }
}
