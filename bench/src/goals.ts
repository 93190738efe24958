// What Longshore sets out to reach, and whether a run shows it. A goal that is missed is printed, never hidden.
import { find, type Row } from './results.js';
import { ratio } from './statistics.js';
import type { DriverName } from './workloads.js';

export interface Goal {
  readonly workload: string;
  /** Absent: the workload's own figure is judged. */
  readonly against?: DriverName;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** What we would like on top; it does not decide. */
  readonly aim?: number;
}

export interface Judged {
  readonly goal: Goal;
  readonly figure: number | null;
  readonly verdict: 'PASS' | 'SHORT' | 'NOT MEASURED';
}

export const GOALS: readonly Goal[] = [
  { workload: 'process-100', against: 'floor', atLeast: 0.85 },
  { workload: 'process-100', against: 'bullmq', atLeast: 4, aim: 6 },
  { workload: 'process-100', against: 'bee-queue', atLeast: 5, aim: 6 },
  { workload: 'process-10', against: 'bullmq', atLeast: 4 },
  { workload: 'process-10', against: 'bee-queue', atLeast: 5 },
  { workload: 'process-1', against: 'bullmq', atLeast: 8 },
  { workload: 'process-1', against: 'bee-queue', atLeast: 8 },
  { workload: 'enqueue-single', against: 'floor', atLeast: 0.85 },
  { workload: 'enqueue-bulk-100', against: 'floor', atLeast: 0.8 },
  { workload: 'enqueue-concurrent-100', against: 'bullmq', atLeast: 4 },
  { workload: 'enqueue-concurrent-100', against: 'bee-queue', atLeast: 2 },
  { workload: 'latency-p50', against: 'bee-queue', atMost: 1.4 },
  { workload: 'latency-p50', against: 'bullmq', atMost: 0.6 },
  { workload: 'bytes-waiting-200', against: 'bullmq', atMost: 0.45 },
  { workload: 'bytes-waiting-200', against: 'bee-queue', atMost: 0.95 },
  { workload: 'bytes-finished-200', against: 'bullmq', atMost: 0.6 },
  { workload: 'backlog-ratio', atLeast: 0.9 },
];

export function judge(rows: readonly Row[], goals: readonly Goal[] = GOALS): Judged[] {
  return goals.map((goal) => {
    const ours = find(rows, goal.workload, 'longshore')?.median;
    const figure =
      goal.against === undefined ? (ours ?? null) : ratio(ours, find(rows, goal.workload, goal.against)?.median);
    if (figure === null) return { goal, figure, verdict: 'NOT MEASURED' };
    const reached = figure >= (goal.atLeast ?? -Infinity) && figure <= (goal.atMost ?? Infinity);
    return { goal, figure, verdict: reached ? 'PASS' : 'SHORT' };
  });
}

export function describeGoal({ workload, against, atLeast, atMost, aim }: Goal): string {
  const bound = atLeast === undefined ? `≤ ${atMost}×` : `≥ ${atLeast}×`;
  const subject = against === undefined ? 'at 1,000,000 waiting, against 10,000' : against;
  return `${workload} ${bound} ${subject}${aim === undefined ? '' : ` (aim ${aim}×)`}`;
}
