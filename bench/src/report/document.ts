// docs/benchmarks.md: what people wrote in it stays, what stands between a pair of markers is replaced. Each
// persistence has its own pair, so that the run of one leaves the table of the other alone.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '../drivers/settings.js';
import type { Environment } from '../environment.js';
import type { Judged } from '../goals.js';
import type { Row } from '../results.js';
import type { Persistence } from '../workloads.js';
import { CHARTS, renderChart } from './charts.js';
import { goalTable, LEGEND, resultTable } from './table.js';

export interface Report {
  readonly rows: readonly Row[];
  readonly judged: readonly Judged[];
  readonly environment: Environment;
  readonly persistence: Persistence;
  readonly command: string;
  readonly rounds: number;
  readonly notes: readonly string[];
}

const TITLES: Readonly<Record<Persistence, string>> = {
  none: 'Without persistence',
  everysec: 'With an append-only file, synced each second',
};

export function writeDocument(folder: string, report: Report): string[] {
  mkdirSync(join(folder, 'images'), { recursive: true });
  const images = report.persistence === 'none' ? writeCharts(folder, report.rows) : [];
  const file = join(folder, 'benchmarks.md');
  writeFileSync(file, replaceBlock(readOr(file, template()), report.persistence, block(report, images)));
  return [file, ...images.map((image) => join(folder, 'images', image))];
}

function writeCharts(folder: string, rows: readonly Row[]): string[] {
  return CHARTS.flatMap((chart) => {
    const svg = renderChart(chart, rows);
    if (svg === undefined) return [];
    writeFileSync(join(folder, 'images', chart.file), `${svg}\n`);
    return [chart.file];
  });
}

/** Puts `content` between the markers of `name`, and the markers at the end of a text that has none. */
export function replaceBlock(text: string, name: string, content: string): string {
  const open = `<!-- bench:${name} -->`;
  const close = `<!-- /bench:${name} -->`;
  const filled = `${open}\n\n${content.trim()}\n\n${close}`;
  const from = text.indexOf(open);
  const to = text.indexOf(close);
  if (from === -1 && to === -1) return `${text.trimEnd()}\n\n${filled}\n`;
  if (from === -1 || to < from) throw new Error(`the markers of "${name}" in benchmarks.md are damaged`);
  return text.slice(0, from) + filled + text.slice(to + close.length);
}

function block(
  { rows, judged, environment, persistence, command, rounds, notes }: Report,
  images: readonly string[],
): string {
  const parts = [`## ${TITLES[persistence]}`, describeRun(environment, command, rounds)];
  for (const chart of CHARTS) {
    if (images.includes(chart.file)) parts.push(`![${chart.title}: ${chart.subtitle}](images/${chart.file})`);
  }
  parts.push(resultTable(rows), LEGEND);
  if (notes.length > 0) parts.push(notes.map((note) => `- ${note}`).join('\n'));
  if (persistence === 'none') {
    parts.push('### Goals', goalTable(judged), '### Settings', SETTINGS.map((line) => `- ${line}`).join('\n'));
  }
  return parts.join('\n\n');
}

export function describeRun(
  { date, node, redis, os, cpu, packages }: Environment,
  command: string,
  rounds: number,
): string {
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return [
    `- ${date}, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}: \`${command}\``,
    `- Node.js ${node}, ${redis} on loopback, ${versions.join(', ')}`,
    `- ${os}; ${cpu}`,
  ].join('\n');
}

function template(): string {
  return readFileSync(new URL('../../document-template.md', import.meta.url), 'utf8');
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return otherwise;
  }
}
