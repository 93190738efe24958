// Does something with many jobs in one request, so many that it ends soon: who wants more sends it again, and can show how
// far it is.
import type { Queue, WhereOptions, WhereOutcome } from '@longshore/core';
import { ProblemError } from '../problems/problem-error.js';
import { type ManyOrder, type ManyOutcome, MOST_STEERED } from '../schemas/steered-jobs.js';
import { steerIds } from './steer-ids.js';

/**
 * Ends early, with what was done until then, when `signal` aborts.
 *
 * @throws {InvalidOptionError} {@link InvalidNameError} naming the field as `filter.…`, `options.…` or `id`
 */
export async function steerMany(queue: Queue, order: ManyOrder, signal: AbortSignal): Promise<ManyOutcome> {
  const { action, filter, reason, dryRun = false } = order;
  if (reason !== undefined && action !== 'cancel') throw invalid('body.reason', 'only cancelling has one');
  if (filter.ids) {
    if (filter.name !== undefined || filter.error !== undefined)
      throw invalid('body.filter.ids', 'not together with name or error');
    return steerIds(queue, order, signal);
  }
  const limit = Math.min(order.limit ?? MOST_STEERED, MOST_STEERED);
  let soFar: WhereOutcome = { matched: 0, changed: 0 };
  const onProgress = (outcome: WhereOutcome): void => {
    soFar = outcome;
  };
  try {
    soFar = await steer(queue, order, { dryRun, limit, signal, onProgress });
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    return { ...soFar, more: true };
  }
  return { ...soFar, more: soFar.matched >= limit };
}

/** The library checks the filter: which states there are for what is done. */
function steer(queue: Queue, { action, filter, reason }: ManyOrder, options: WhereOptions): Promise<WhereOutcome> {
  switch (action) {
    case 'retry':
      return queue.retryWhere(filter as never, options);
    case 'promote':
      return queue.promoteWhere(filter as never, options);
    case 'cancel':
      return queue.cancelWhere(filter as never, { ...options, ...(reason === undefined ? {} : { reason }) });
    case 'remove':
      return queue.removeWhere(filter as never, options);
  }
}

const invalid = (field: string, problem: string): ProblemError =>
  new ProblemError('ERR_INVALID_REQUEST', 400, `${field}: ${problem}`, field);
