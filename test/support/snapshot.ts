import type { Cluster, Redis } from 'ioredis';
import { readKeys, type StoredKey } from './read-keys.js';

export { auditQueue } from './audit-queue.js';

/** Key name → content: texts, lists from the left, hashes and sorted sets as objects. */
export type Snapshot = Record<string, unknown>;

/** When things happened by Redis's clock, in ms, so that times can be told by what they come from. */
export interface Moments {
  /** Times that a test has written, with their names. */
  readonly seeds: ReadonlyMap<number, string>;
  /** Around what is being tested. */
  readonly before: number;
  readonly after: number;
}

const TTL_STEP_MS = 1000;
const LEGIBLE_MS = 500;
const TIME = /(?<![\w.])\d{13}(?!\d)/g;
const MICROS = /(?<![\w.])\d{16}(?!\d)/g;

/**
 * Everything that stands under `tag`. With `moments`, what differs from run to run has a stable name: times are `now`, `now+5000`,
 * `seeded-1000`; claim numbers made during the test are `claim 1`, `claim 2`, … as they rise.
 */
export async function takeSnapshot(redis: Redis | Cluster, tag: string, moments?: Moments): Promise<Snapshot> {
  const snapshot: Snapshot = {};
  for (const key of await readKeys(redis, tag)) {
    // A minute may turn between two looks.
    const name = key.name.replace(/^history:\d+$/, 'history:<hour>');
    snapshot[name] = legible(key);
    // Rounded up: some of it has passed already.
    if (key.ttlMs >= 0) snapshot[`${name} (ttl)`] = Math.ceil(key.ttlMs / TTL_STEP_MS) * TTL_STEP_MS;
  }
  return moments ? (normalise(snapshot, moments) as Snapshot) : snapshot;
}

function legible({ name, type, content }: StoredKey): unknown {
  if (type !== 'hash' && type !== 'zset') return content;
  const pairs: [string, string | number][] = [];
  for (let i = 0; i < content.length; i += 2) {
    const value = content[i + 1] ?? '';
    const field = content[i] ?? '';
    const legibly = name.startsWith('history:') ? field.replace(/^\d+ /, '<minute> ') : field;
    pairs.push([legibly, type === 'zset' && value.length < 13 ? Number(value) : value]);
  }
  return Object.fromEntries(pairs);
}

/** A state without all that belongs to jobs or workers of these ids. */
export const without = (state: Snapshot, ...ids: string[]): Snapshot =>
  Object.fromEntries(Object.entries(state).filter(([name]) => !ids.includes(name.slice(name.indexOf(':') + 1))));

/** Replaces times and claim numbers in every text and number of `value`, which may be a snapshot, a reply, or both. */
export function normalise(value: unknown, moments: Moments): unknown {
  const fresh = [...new Set(JSON.stringify(value)?.match(MICROS))]
    .filter((digits) => Number(digits) >= moments.before * 1000 && Number(digits) < (moments.after + 2) * 1000)
    .sort();
  const rename = (text: string): string =>
    text
      .replace(MICROS, (digits) => (fresh.includes(digits) ? `claim ${fresh.indexOf(digits) + 1}` : digits))
      .replace(TIME, (digits) => nameTime(Number(digits), moments));
  return deeply(value, rename);
}

function deeply(value: unknown, rename: (text: string) => string): unknown {
  if (typeof value === 'string') return rename(value);
  if (typeof value === 'number') {
    const name = rename(String(value));
    return name === String(value) ? value : name;
  }
  if (Array.isArray(value)) return value.map((part) => deeply(part, rename));
  if (value instanceof Map) return new Map([...value].map(([key, part]) => [key, deeply(part, rename)]));
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, deeply(part, rename)]));
}

/** Between `before` and `after` lies the script's own time: a legible distance from it is one. */
function nameTime(time: number, { seeds, before, after }: Moments): string {
  const seed = seeds.get(time);
  if (seed !== undefined) return seed;
  const distance = Math.ceil((time - after) / LEGIBLE_MS) * LEGIBLE_MS;
  if (distance > time - before) return String(time);
  return distance === 0 ? 'now' : `now${signed(distance)}`;
}

/** A distance in ms, to be written behind the name of a moment. */
export const signed = (ms: number): string => (ms < 0 ? String(ms) : `+${ms}`);
