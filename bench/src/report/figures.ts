// How numbers are written.
import type { Row } from '../results.js';
import type { Unit } from '../workloads.js';

const NONE = '–';

export function figure(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined) return NONE;
  if (unit === 'ms' || unit === '×') return value.toFixed(2);
  return Math.round(value).toLocaleString('en-US');
}

export function times(value: number | null): string {
  if (value === null) return NONE;
  return `${value.toFixed(value >= 10 ? 1 : 2)}×`;
}

export function micros(row: Row | undefined, of: 'redisMicros' | 'nodeMicros'): string {
  const value = row?.[of];
  return value === null || value === undefined ? NONE : value.toFixed(1);
}

/** For labels in a plot: 155k, 9.9k, 0.28. */
export function compact(value: number, unit: Unit): string {
  if (unit === 'ms' || unit === '×') return value.toFixed(2);
  if (unit === 'bytes' || value < 1000) return Math.round(value).toLocaleString('en-US');
  const thousands = value / 1000;
  return `${thousands < 100 ? thousands.toFixed(1) : Math.round(thousands)}k`;
}
