// How a run ended: the report that goes to Redis, and what is told here once Redis has agreed.
import type { JobMeters } from '../observe/metrics.js';
import type { ExchangeInput, Report } from '../redis/exchange.js';
import type { OtherReport } from '../redis/settle.js';
import type { Claim } from './claim.js';
import type { Job } from './job.js';

type Completed = ExchangeInput['completed'][number];

export interface Ending {
  readonly claim: Claim;
  readonly report: Report;
  /** Undefined where the handler was never called. */
  readonly job: Job | undefined;
  /** What the handler returned, or threw. */
  readonly value: unknown;
  readonly meters: JobMeters | undefined;
  /** The report was sent before and its reply was lost: "stale" may then mean that it was settled. */
  resent: boolean;
}

/** The end of a claim that goes back where it came from, without an attempt. */
export function released(claim: Claim): Ending {
  return {
    claim,
    report: { verdict: 'released', id: claim.id, held: claim.held, begun: false },
    job: undefined,
    value: undefined,
    meters: undefined,
    resent: false,
  };
}

/** The reports of endings as they travel: what completed in one batch, the others one by one. */
export function splitEndings(endings: readonly Ending[]): { completed: Completed[]; others: OtherReport[] } {
  const completed: Completed[] = [];
  const others: OtherReport[] = [];
  for (const { report } of endings) {
    if (report.verdict === 'completed') completed.push(report);
    else others.push(report);
  }
  return { completed, others };
}
