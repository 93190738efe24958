import { defineScript, type Reply } from './define-script.js';
import type { Report } from './exchange.js';
import type { QueueKeys } from './keys.js';

/** How a claim ended that did not complete. */
export type OtherReport = Exclude<Report, { verdict: 'completed' }>;

export interface Settled {
  readonly stale: readonly string[];
  /** Ended as cancelled, whatever was reported: somebody had ordered it. */
  readonly cancelled: readonly string[];
}

/** Ends claims with any verdict but `completed`; undefined when the worker is fenced. */
export const settle = defineScript({
  name: 'settle',
  keyNames: [
    'waiting',
    'prioritized',
    'delayed',
    'suspects',
    'active',
    'leases',
    'tries',
    'failed',
    'cancelled',
    'expiring',
    'orders',
    'parked',
    'stats',
  ],
  keys: (k: QueueKeys, input: { wid: string; reports: readonly OtherReport[] }) => [
    k.waiting,
    k.prioritized,
    k.delayed,
    k.suspects,
    k.active(input.wid),
    k.leases,
    k.tries,
    k.failed,
    k.cancelled,
    k.expiring,
    k.orders,
    k.parked,
    k.stats,
  ],
  values: (keys, { wid, reports }) => [keys.tag, wid, ...reports.flatMap(values)],
  read: (reply: Reply): Settled | undefined => {
    const [outcome, stale, cancelled] = reply as [string, string[], string[]];
    return outcome === 'ok' ? { stale, cancelled } : undefined;
  },
});

function values(report: OtherReport): (string | number)[] {
  const { id, held, verdict } = report;
  switch (verdict) {
    case 'failed':
      return [id, held, verdict, 0, report.record];
    case 'retry':
      return [id, held, verdict, report.amount, report.record];
    case 'postponed':
      return [id, held, verdict, report.amount, ''];
    case 'released':
      return [id, held, verdict, report.begun ? 1 : 0, ''];
    case 'parked':
      return [id, held, verdict, 0, report.name];
    case 'crashed':
      return [id, held, verdict, report.maxCrashes, report.runMs];
  }
}
