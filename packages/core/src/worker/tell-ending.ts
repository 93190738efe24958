// What a worker tells of an ending once Redis has answered: metrics, events, and the hook for what has failed for good.
import { StaleJobError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { WorkerMetrics } from '../observe/metrics.js';
import type { Ending } from './ending.js';
import { type OnExhausted, tellExhausted } from './exhausted.js';
import type { Settling } from './lane-parts.js';
import type { WorkerEvents } from './worker-events.js';

export interface EndingTold {
  readonly metrics: WorkerMetrics;
  readonly onExhausted: OnExhausted | undefined;
  readonly log: Logger;
  readonly emit: <E extends keyof WorkerEvents>(event: E, ...args: WorkerEvents[E]) => void;
}

export function tellEnding(ending: Ending, how: Settling, queue: string, told: EndingTold): void {
  const { claim, report, job, value, meters } = ending;
  const { metrics, onExhausted, log, emit } = told;
  if (how === 'stale') {
    metrics.stale(queue);
    emit('stale', new StaleJobError(report.id));
    return;
  }
  if (how === 'cancelled') {
    meters?.finished('cancelled');
    emit('cancelled', job, report.id);
    return;
  }
  switch (report.verdict) {
    case 'completed':
      meters?.finished('completed');
      if (job) emit('completed', job, value);
      break;
    case 'failed':
      meters?.finished('failed');
      emit('failed', job, value, report.id);
      if (onExhausted) tellExhausted(onExhausted, ending, queue, log);
      break;
    case 'crashed':
      if (claim.crashes + 1 < report.maxCrashes) {
        log.warn(
          { err: value, queue, id: report.id },
          'the process of a suspect died; the job goes back to the suspects',
        );
        break;
      }
      meters?.finished('failed');
      emit('failed', job, value, report.id);
      if (onExhausted) tellExhausted(onExhausted, ending, queue, log);
      break;
    case 'retry':
      meters?.retried();
      if (job) emit('retrying', job, value, report.amount);
      break;
  }
}
