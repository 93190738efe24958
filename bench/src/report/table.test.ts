import { describe, expect, it } from 'vitest';
import { Results } from '../results.js';
import { markdownTable, resultTable } from './table.js';

describe('markdownTable', () => {
  it('is aligned for readers of the plain text too', () => {
    expect(
      markdownTable(
        ['name', 'figure'],
        [
          ['a', '1,000'],
          ['longer', '2'],
        ],
        1,
      ),
    ).toBe(['| name   | figure |', '| ------ | -----: |', '| a      |  1,000 |', '| longer |      2 |'].join('\n'));
  });
});

describe('resultTable', () => {
  const results = new Results(new Set(['process-100', 'latency-p50']), 'none');
  const reading = (workload: string, value: number, micros: number | null) => [
    { workload, value, redisMicros: micros, nodeMicros: micros },
  ];
  results.add('longshore', reading('process-100', 90_000, 6.04));
  results.add('longshore', reading('process-100', 100_000, 6.06));
  results.add('bullmq', reading('process-100', 19_000, 40));
  results.add('longshore', reading('latency-p50', 0.251, null));
  results.add('longshore', reading('latency-p99', 2, null));
  const [head = '', , latency = '', process = '', ...rest] = resultTable(results.rows()).split('\n');

  it('has a column for each driver that ran, and ratios to them', () => {
    expect(head.split('|').map((cell) => cell.trim())).toEqual([
      '',
      'workload',
      'unit',
      'longshore',
      'bullmq',
      'L/B',
      'Redis µs L',
      'Redis µs B',
      'Node µs L',
      'Node µs B',
      '',
    ]);
  });

  it('shows medians, and a dash where nothing was measured', () => {
    const cells = [latency, process].map((line) => line.split('|').map((cell) => cell.trim()));
    expect(cells).toContainEqual([
      '',
      'process-100',
      'jobs/s',
      '95,000',
      '19,000',
      '5.00×',
      '6.1',
      '40.0',
      '6.1',
      '40.0',
      '',
    ]);
    expect(cells).toContainEqual(['', 'latency-p50', 'ms', '0.25', '–', '–', '–', '–', '–', '–', '']);
  });

  it('leaves out what was not asked for', () => {
    expect(rest).toEqual([]);
  });
});
