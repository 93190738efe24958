import type { QueueSample } from './sample.js';

const byName = (one: QueueSample, other: QueueSample): number => one.name.localeCompare(other.name);

const largestFirst =
  (figure: 'waiting' | 'active' | 'failed' | 'perMinute' | 'oldestWaitingMs') =>
  (one: QueueSample, other: QueueSample): number =>
    other[figure] - one[figure] || byName(one, other);

/** The orders in which queues can stand, as they follow each other at a press of `s`. */
export const SORTS = {
  name: byName,
  waiting: largestFirst('waiting'),
  active: largestFirst('active'),
  failed: largestFirst('failed'),
  rate: largestFirst('perMinute'),
  oldest: largestFirst('oldestWaitingMs'),
} as const;

export type Sort = keyof typeof SORTS;

export const SORT_NAMES = Object.keys(SORTS) as readonly Sort[];

export const sortAfter = (sort: Sort): Sort => SORT_NAMES[(SORT_NAMES.indexOf(sort) + 1) % SORT_NAMES.length] as Sort;
