// Tables that read well on a terminal and are Markdown at the same time.
import { describeGoal, type Judged } from '../goals.js';
import { find, type Row } from '../results.js';
import { ratio } from '../statistics.js';
import { DRIVERS, type DriverName, WORKLOADS } from '../workloads.js';
import { figure, micros, times } from './figures.js';

const RIVALS: readonly DriverName[] = ['bullmq', 'bee-queue', 'floor'];
const SHORT_NAMES: Readonly<Record<DriverName, string>> = { longshore: 'L', bullmq: 'B', 'bee-queue': 'Q', floor: 'F' };

export const LEGEND =
  'Medians over the rounds. `L/B`: longshore divided by bullmq, and so on (`Q` bee-queue, `F` floor): above 1 is better for jobs/s, below 1 for ms and bytes. The µs columns are CPU per job, of Redis and of the Node.js process.';

export function resultTable(rows: readonly Row[]): string {
  const drivers = DRIVERS.filter((driver) => rows.some((row) => row.driver === driver));
  const rivals = drivers.includes('longshore') ? RIVALS.filter((rival) => drivers.includes(rival)) : [];
  const head = [
    'workload',
    'unit',
    ...drivers,
    ...rivals.map((rival) => `L/${SHORT_NAMES[rival]}`),
    ...drivers.map((driver) => `Redis µs ${SHORT_NAMES[driver]}`),
    ...drivers.map((driver) => `Node µs ${SHORT_NAMES[driver]}`),
  ];
  const lines = WORKLOADS.filter((workload) => rows.some((row) => row.workload === workload)).map((workload) => {
    const unit = rows.find((row) => row.workload === workload)?.unit ?? 'jobs/s';
    const row = (driver: DriverName) => find(rows, workload, driver);
    return [
      workload,
      unit,
      ...drivers.map((driver) => figure(row(driver)?.median, unit)),
      ...rivals.map((rival) => times(ratio(row('longshore')?.median, row(rival)?.median))),
      ...drivers.map((driver) => micros(row(driver), 'redisMicros')),
      ...drivers.map((driver) => micros(row(driver), 'nodeMicros')),
    ];
  });
  return markdownTable(head, lines, 2);
}

export function goalTable(judged: readonly Judged[]): string {
  const lines = judged.map(({ goal, figure: value, verdict }) => [verdict, describeGoal(goal), times(value)]);
  return markdownTable(['verdict', 'goal', 'measured'], lines, 2);
}

/** Columns from `textColumns` on are numbers and stand to the right. */
export function markdownTable(
  head: readonly string[],
  lines: readonly (readonly string[])[],
  textColumns: number,
): string {
  const widths = head.map((name, column) =>
    Math.max(3, name.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const pad = (cell: string, column: number) => {
    const width = widths[column] ?? 0;
    return column < textColumns ? cell.padEnd(width) : cell.padStart(width);
  };
  const row = (cells: readonly string[]) => `| ${cells.map(pad).join(' | ')} |`;
  const rule = widths.map((width, column) => (column < textColumns ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [row(head), `| ${rule.join(' | ')} |`, ...lines.map(row)].join('\n');
}
