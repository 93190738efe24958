import { describe, expect, it } from 'vitest';
import type { Row } from '../results.js';
import { WORKLOADS } from '../workloads.js';
import { CHARTS, renderChart } from './charts.js';

const rows: Row[] = [
  {
    workload: 'latency-p50',
    driver: 'longshore',
    median: 0.25,
    unit: 'ms',
    redisMicros: null,
    nodeMicros: null,
    persistence: 'none',
    rounds: [0.25],
  },
  {
    workload: 'latency-p50',
    driver: 'bullmq',
    median: 0.5,
    unit: 'ms',
    redisMicros: null,
    nodeMicros: null,
    persistence: 'none',
    rounds: [0.5],
  },
];
const latency = CHARTS.find(({ workloads }) => workloads.includes('latency-p50')) as (typeof CHARTS)[number];

describe('renderChart', () => {
  it('draws what was measured, labelled', () => {
    const svg = renderChart(latency, rows) ?? '';
    expect(svg).toMatch(/^<svg [^>]*role="img"><title>Reaching an idle worker/);
    for (const text of ['longshore', 'bullmq', '0.25', '0.50', 'latency-p50']) expect(svg).toContain(`>${text}</text>`);
    expect(svg).not.toContain('latency-p99');
    expect(svg).not.toContain('bee-queue');
  });

  it('draws nothing of nothing', () => {
    expect(renderChart(latency, [])).toBeUndefined();
  });

  it('names workloads that exist', () => {
    expect(CHARTS.flatMap(({ workloads }) => workloads).filter((workload) => !WORKLOADS.includes(workload))).toEqual(
      [],
    );
  });
});
