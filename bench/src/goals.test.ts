import { describe, expect, it } from 'vitest';
import { describeGoal, GOALS, judge } from './goals.js';
import type { Row } from './results.js';
import { type DriverName, unitOf, WORKLOADS } from './workloads.js';

const row = (workload: string, driver: DriverName, median: number): Row => ({
  workload,
  driver,
  median,
  unit: unitOf(workload),
  redisMicros: null,
  nodeMicros: null,
  persistence: 'none',
  rounds: [median],
});

describe('judge', () => {
  it('passes a figure on the bound and calls a smaller one short', () => {
    const goals = [{ workload: 'process-100', against: 'bullmq', atLeast: 4 } as const];
    const rows = (ours: number) => [row('process-100', 'longshore', ours), row('process-100', 'bullmq', 100)];
    expect(judge(rows(400), goals)).toMatchObject([{ figure: 4, verdict: 'PASS' }]);
    expect(judge(rows(399), goals)).toMatchObject([{ verdict: 'SHORT' }]);
  });

  it('turns around where less is better', () => {
    const goals = [{ workload: 'latency-p50', against: 'bullmq', atMost: 0.6 } as const];
    const rows = (ours: number) => [row('latency-p50', 'longshore', ours), row('latency-p50', 'bullmq', 1)];
    expect(judge(rows(0.6), goals)).toMatchObject([{ verdict: 'PASS' }]);
    expect(judge(rows(0.61), goals)).toMatchObject([{ verdict: 'SHORT' }]);
  });

  it('judges a ratio by itself', () => {
    const goals = [{ workload: 'backlog-ratio', atLeast: 0.9 }];
    expect(judge([row('backlog-ratio', 'longshore', 0.95)], goals)).toMatchObject([{ figure: 0.95, verdict: 'PASS' }]);
  });

  it('says so when a side was not measured', () => {
    expect(judge([row('process-100', 'longshore', 1)]).every(({ verdict }) => verdict === 'NOT MEASURED')).toBe(true);
  });
});

describe('the goals', () => {
  it('name workloads that exist', () => {
    expect(GOALS.filter(({ workload }) => !WORKLOADS.includes(workload))).toEqual([]);
  });

  it('read as sentences', () => {
    expect(describeGoal({ workload: 'process-100', against: 'bullmq', atLeast: 4, aim: 6 })).toBe(
      'process-100 ≥ 4× bullmq (aim 6×)',
    );
    expect(describeGoal({ workload: 'backlog-ratio', atLeast: 0.9 })).toBe(
      'backlog-ratio ≥ 0.9× at 1,000,000 waiting, against 10,000',
    );
  });
});
