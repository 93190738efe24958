// The history of a queue: what happened in each minute of the last day, as the workers have told it.
import { type Duration, durationMs } from '../duration.js';
import { InvalidOptionError } from '../errors.js';
import { type Reader, readOptions } from '../options.js';
import type { Connection } from '../redis/connection.js';
import { DURATION_STEPS } from '../redis/history.js';
import type { QueueKeys } from '../redis/keys.js';
import type { Reply } from '../redis/script-text.js';
import { serverTime } from '../redis/server-time.js';

export interface HistoryOptions {
  /** The first moment. Default an hour before `to`; never more than 24 hours before it. */
  from?: Date;
  /** The last moment. Default now, by Redis's clock. */
  to?: Date;
  /** How much of the time one point stands for: whole minutes. Default `'1m'`. */
  step?: Duration;
}

/** How long something took, in ms. */
export interface DurationFigures {
  /** How many were measured. */
  readonly count: number;
  readonly mean: number;
  /** Half of them took no longer. Told from steps that double: the true value is at most twice as far from 0, or half. */
  readonly p50: number;
  /** 95 of 100 took no longer; told like `p50`. */
  readonly p95: number;
}

/** What happened in one step of time. */
export interface HistoryPoint {
  /** Its beginning, ms since 1970 by Redis's clock. */
  readonly at: number;
  readonly completed: number;
  readonly failed: number;
  /** Failed attempts that are followed by another. */
  readonly retried: number;
  readonly cancelled: number;
  readonly expired: number;
  /** Jobs of dead workers that were put back. */
  readonly recovered: number;
  /** From being added (a delay is part of it) to the first claim; absent where nothing was measured. */
  readonly waitMs?: DurationFigures;
  /** The run time of handlers, of each attempt; absent where nothing was measured. */
  readonly runMs?: DurationFigures;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const date: Reader<number> = (value, field) => {
  if (!(value instanceof Date) || !(value.getTime() >= 0)) throw new InvalidOptionError(field, 'expected a valid Date');
  return value.getTime();
};

const minutes: Reader<number> = (value, field) => {
  const ms = durationMs(value, field);
  if (ms < MINUTE_MS || ms > DAY_MS || ms % MINUTE_MS !== 0)
    throw new InvalidOptionError(field, "expected whole minutes from '1m' to '24h'");
  return ms;
};

const TABLE = { from: date, to: date, step: minutes };

type Figures = Map<string, number>;

/** @throws {InvalidOptionError} naming the field */
export async function readHistory(connection: Connection, keys: QueueKeys, options: unknown): Promise<HistoryPoint[]> {
  const given = readOptions(options, TABLE, 'options');
  const step = given.step ?? MINUTE_MS;
  const to = given.to ?? (await serverTime(connection));
  const from = given.from ?? to - HOUR_MS;
  if (from > to) throw new InvalidOptionError('options.from', 'expected a time before `to`');
  if (to - from > DAY_MS) throw new InvalidOptionError('options.from', 'expected at most 24 hours before `to`');
  const first = from - (from % step);
  const points: Figures[] = [];
  for (let at = first; at <= to; at += step) points.push(new Map());
  const hours: number[] = [];
  const last = first + points.length * step - 1;
  for (let hour = Math.floor(first / HOUR_MS); hour * HOUR_MS <= last; hour++) hours.push(hour);
  // Sent together: at most 49 small hashes, of which 25 can exist.
  const found = await Promise.all(hours.map((hour) => readHour(connection, keys.historyOf(hour))));
  for (const [i, fields] of found.entries()) sortIn(fields, (hours[i] as number) * HOUR_MS, { first, step, points });
  return points.map((figures, i) => toPoint(first + i * step, figures));
}

async function readHour(connection: Connection, key: string): Promise<Record<string, string>> {
  const found: unknown = await connection.command(
    (client) => client.hgetall(key) as Promise<unknown> as Promise<Reply>,
  );
  return found as Record<string, string>;
}

/** Adds the figures of an hour to the points that they belong to. */
function sortIn(
  fields: Readonly<Record<string, string>>,
  hourAt: number,
  { first, step, points }: { first: number; step: number; points: readonly Figures[] },
): void {
  for (const [field, amount] of Object.entries(fields)) {
    const [minute, figure] = field.split(' ') as [string, string];
    if (minute === 'seen') continue;
    const point = points[Math.floor((hourAt + Number(minute) * MINUTE_MS - first) / step)];
    point?.set(figure, (point.get(figure) ?? 0) + Number(amount));
  }
}

function toPoint(at: number, figures: Figures): HistoryPoint {
  const count = (figure: string): number => figures.get(figure) ?? 0;
  const waitMs = durationsOf(figures, 'wait');
  const runMs = durationsOf(figures, 'run');
  return {
    at,
    completed: count('completed'),
    failed: count('failed'),
    retried: count('retried'),
    cancelled: count('cancelled'),
    expired: count('expired'),
    recovered: count('recovered'),
    ...(waitMs ? { waitMs } : {}),
    ...(runMs ? { runMs } : {}),
  };
}

function durationsOf(figures: Figures, what: 'wait' | 'run'): DurationFigures | undefined {
  const counts = Array.from({ length: DURATION_STEPS }, (_, step) => figures.get(`${what}${step}`) ?? 0);
  const count = counts.reduce((sum, each) => sum + each, 0);
  if (count === 0) return undefined;
  const mean = (figures.get(`${what}Sum`) ?? 0) / 1000 / count;
  return { count, mean: round(mean), p50: quantile(counts, count * 0.5), p95: quantile(counts, count * 0.95) };
}

/** The value at a rank, as if those of a step were spread evenly over it. */
function quantile(counts: readonly number[], rank: number): number {
  let below = 0;
  for (const [step, count] of counts.entries()) {
    if (count > 0 && below + count >= rank) {
      const from = step === 0 ? 0 : 2 ** (step - 1);
      return round(from + ((2 ** step - from) * (rank - below)) / count);
    }
    below += count;
  }
  return 0;
}

const round = (ms: number): number => Number(ms.toPrecision(4));
