// The plots of docs/benchmarks.md. Each panel has a scale of its own, from zero: workloads differ by two orders of
// magnitude, and contestants are compared within one.

import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Row } from '../results.js';
import { DRIVERS, type DriverName, unitOf } from '../workloads.js';
import { compact } from './figures.js';

use([BarChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

const COLOURS: Readonly<Record<DriverName, string>> = {
  longshore: '#0b6e8f',
  bullmq: '#c8553d',
  'bee-queue': '#e3a72f',
  floor: '#b3bac2',
};
// Without quotes, which the renderer would not escape in an attribute.
const FONT = 'system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif';
const INK = '#1f2933';
const FAINT = '#66727f';

const WIDTH = 880;
const MARGIN = 28;
const GAP = 20;
const TOP = 118;
const PANEL_HEIGHT = 170;
const ROW_HEIGHT = 236;

export interface Chart {
  readonly file: string;
  readonly title: string;
  readonly subtitle: string;
  readonly workloads: readonly string[];
  readonly columns: number;
}

const process = [1, 10, 100, 1000].map((concurrency) => `process-${concurrency}`);
const bytes = (state: string) => [40, 200, 1000].map((size) => `bytes-${state}-${size}`);

export const CHARTS: readonly Chart[] = [
  {
    file: 'bench-enqueue.svg',
    title: 'Adding jobs',
    subtitle: 'jobs per second, one producer; higher is better',
    workloads: ['enqueue-single', 'enqueue-concurrent-100', 'enqueue-bulk-100'],
    columns: 3,
  },
  {
    file: 'bench-process.svg',
    title: 'Running jobs',
    subtitle: 'jobs per second, one worker process, by concurrency; higher is better',
    workloads: process,
    columns: 4,
  },
  {
    file: 'bench-latency.svg',
    title: 'Reaching an idle worker',
    subtitle: 'milliseconds from add to the first line of the handler; lower is better',
    workloads: ['latency-p50', 'latency-p99'],
    columns: 2,
  },
  {
    file: 'bench-bytes.svg',
    title: 'Memory in Redis',
    subtitle: 'bytes per job, by state and payload size; lower is better',
    workloads: [...bytes('waiting'), ...bytes('finished')],
    columns: 3,
  },
  {
    file: 'bench-backlog.svg',
    title: 'Running jobs with many waiting',
    subtitle: 'jobs per second at concurrency 100; higher is better',
    workloads: ['backlog-10000', 'backlog-1000000'],
    columns: 2,
  },
];

/** The SVG, or undefined when nothing of it was measured. */
export function renderChart(chart: Chart, rows: readonly Row[]): string | undefined {
  const workloads = chart.workloads.filter((workload) => rows.some((row) => row.workload === workload));
  if (workloads.length === 0) return undefined;
  const lines = Math.ceil(workloads.length / chart.columns);
  const height = TOP + lines * ROW_HEIGHT - 24;
  const echart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  echart.setOption(optionOf(chart, workloads, rows));
  const svg = echart.renderToSVGString();
  echart.dispose();
  return accessible(svg, chart);
}

function optionOf(chart: Chart, workloads: readonly string[], rows: readonly Row[]): EChartsCoreOption {
  const drivers = DRIVERS.filter((driver) => rows.some((row) => row.driver === driver));
  const places = workloads.map((_, index) => placeOf(index, Math.min(chart.columns, workloads.length)));
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: FONT, color: INK },
    title: [heading(chart), ...workloads.map((workload, index) => panelTitle(workload, places[index] as Place))],
    legend: {
      top: 72,
      left: MARGIN - 5,
      itemWidth: 14,
      itemHeight: 14,
      itemGap: 22,
      textStyle: { fontSize: 13, color: INK },
      data: [...drivers],
    },
    grid: places.map(({ left, top, width }) => ({ left, top, width, height: PANEL_HEIGHT })),
    xAxis: workloads.map((_, gridIndex) => ({
      gridIndex,
      type: 'category',
      data: [''],
      axisTick: { show: false },
      axisLabel: { show: false },
      axisLine: { lineStyle: { color: '#c3cad1' } },
    })),
    yAxis: workloads.map((_, gridIndex) => ({ gridIndex, type: 'value', min: 0, max: headroom, show: false })),
    series: workloads.flatMap((workload, panel) => drivers.map((driver) => bar(rows, workload, driver, panel))),
  };
}

/** The highest bar of every panel is as high as any other's, and its label fits above. */
const headroom = ({ max }: { max: number }) => max * 1.12;

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

function placeOf(index: number, columns: number): Place {
  const width = (WIDTH - 2 * MARGIN - (columns - 1) * GAP) / columns;
  return {
    left: MARGIN + (index % columns) * (width + GAP),
    top: TOP + Math.floor(index / columns) * ROW_HEIGHT,
    width,
  };
}

function heading({ title, subtitle }: Chart) {
  return {
    text: title,
    subtext: subtitle,
    left: MARGIN - 5,
    top: 14,
    itemGap: 6,
    textStyle: { fontSize: 20, fontWeight: 600, color: INK },
    subtextStyle: { fontSize: 13, color: FAINT },
  };
}

function panelTitle(workload: string, { left, top, width }: Place) {
  return {
    text: workload,
    left: left + width / 2,
    top: top + PANEL_HEIGHT + 4,
    textAlign: 'center',
    textStyle: { fontSize: 13, fontWeight: 500, color: INK },
  };
}

function bar(rows: readonly Row[], workload: string, driver: DriverName, panel: number) {
  const value = rows.find((row) => row.workload === workload && row.driver === driver)?.median;
  return {
    type: 'bar',
    name: driver,
    silent: true,
    xAxisIndex: panel,
    yAxisIndex: panel,
    data: [value ?? '-'],
    barMaxWidth: 54,
    barCategoryGap: '16%',
    barGap: '14%',
    itemStyle: { color: COLOURS[driver], borderRadius: [3, 3, 0, 0] },
    label: {
      show: value !== undefined,
      position: 'top',
      distance: 4,
      fontSize: 12,
      color: INK,
      formatter: () => compact(value ?? 0, unitOf(workload)),
    },
  };
}

// Someone who cannot see it hears at least what it is about; the figures stand in the table beside it.
function accessible(svg: string, { title, subtitle }: Chart): string {
  return svg.replace(/^<svg([^>]*)>/, `<svg$1 role="img"><title>${title}: ${subtitle}</title>`);
}
