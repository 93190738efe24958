import { describe, expect, it } from 'vitest';
import { buildPlan, selectWorkloads } from './plan.js';
import { DRIVERS, WORKLOADS } from './workloads.js';

const full = { quick: false, persistence: 'none' } as const;

describe('selectWorkloads', () => {
  it('takes all by default, and fewer where a run shall be short', () => {
    expect(selectWorkloads(undefined, full)).toEqual(new Set(WORKLOADS));
    expect([...selectWorkloads(undefined, { quick: true, persistence: 'none' })].join()).not.toMatch(/backlog/);
    expect([...selectWorkloads(undefined, { quick: false, persistence: 'everysec' })].join()).not.toMatch(
      /bytes|backlog/,
    );
  });

  it('takes a name for itself, not for all that begin with it', () => {
    expect([...selectWorkloads('process-1', full)]).toEqual(['process-1']);
  });

  it('takes regular expressions and lists', () => {
    expect([...selectWorkloads('^latency, process-10$', full)]).toEqual(['latency-p50', 'latency-p99', 'process-10']);
  });

  it('refuses what matches nothing', () => {
    expect(() => selectWorkloads('speed', full)).toThrow(/no workload matches "speed"/);
    expect(() => selectWorkloads('(', full)).toThrow(/neither a workload nor/);
  });
});

describe('buildPlan', () => {
  it('starts each round with another driver', () => {
    const plan = buildPlan({ workloads: new Set(['process-10']), drivers: DRIVERS, rounds: 2, quick: false });
    expect(plan.map(({ round, driver }) => `${round} ${driver}`)).toEqual([
      '1 longshore',
      '1 bullmq',
      '1 bee-queue',
      '1 floor',
      '2 bullmq',
      '2 bee-queue',
      '2 floor',
      '2 longshore',
    ]);
  });

  it('measures once what yields several rows', () => {
    const workloads = new Set(['latency-p50', 'latency-p99']);
    expect(buildPlan({ workloads, drivers: ['floor'], rounds: 1, quick: false })).toHaveLength(1);
  });

  it('bounds the rounds of what hardly moves', () => {
    const plan = (quick: boolean) =>
      buildPlan({ workloads: new Set(['bytes-waiting-40']), drivers: ['floor'], rounds: 9, quick });
    expect(plan(false)).toHaveLength(3);
    expect(plan(true)).toHaveLength(1);
  });
});
