// A job as people read it. Whatever programs put into it is shown so that it cannot move the cursor, and not without end.
import type { JobInfo, LogLine, PastRun } from '@longshore/core';
import { cut } from '../../print/cells.js';
import { agoText, momentText, untilText } from '../../print/moment.js';
import type { Paint } from '../../print/paint.js';
import { printable } from '../../print/text.js';
import { spanOf } from '../../print/time.js';

const LONGEST_LINE = 200;
const MOST_LINES = 40;
const LABEL = 12;

type Entry = readonly [label: string, text: string | undefined];

/** The lines that tell of it. */
export function describeJob(job: JobInfo, logs: readonly LogLine[], paint: Paint): string[] {
  const lines = [`${paint('bold', printable(job.id))}  ${printable(job.name)}  ${paint(colourOf(job), job.state)}`];
  for (const [label, text] of entriesOf(job))
    if (text !== undefined) lines.push(`${paint('dim', label.padEnd(LABEL))}${cut(text, LONGEST_LINE)}`);
  const block = (title: string, body: readonly string[]) => {
    if (body.length > 0) lines.push('', paint('dim', title), ...body.map((line) => `  ${line}`));
  };
  block('data', valueLines(job.data));
  block('checkpoint', valueLines(job.checkpoint));
  block('progress', valueLines(job.progress?.value));
  block('result', valueLines(job.result));
  block('error', errorLines(job));
  block('runs before', bounded(job.history.map(runText)));
  block(
    'log',
    bounded(
      logs.map(({ at, text }) => `${momentText(at)}  ${text}`),
      'end',
    ),
  );
  return lines;
}

const colourOf = ({ state }: JobInfo) => (state === 'failed' ? 'red' : state === 'completed' ? 'green' : 'yellow');

const when = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : `${momentText(at)} (${agoText(at)})`;
const later = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : `${momentText(at)} (${untilText(at)})`;

function entriesOf(job: JobInfo): Entry[] {
  const options = Object.entries(job.options).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return [
    ['added', when(job.addedAt)],
    ['due', later(job.dueAt)],
    ['expires', later(job.expiresAt)],
    ['taken', when(job.takenAt)],
    ['ended', when(job.endedAt)],
    ['ran', job.runMs === undefined ? undefined : spanOf(job.runMs)],
    ['worker', job.worker],
    ['attempts', String(job.attempts)],
    ['crashes', job.crashes === 0 ? undefined : String(job.crashes)],
    ['cancelling', job.cancelling],
    ['reason', job.reason],
    ['options', options.length === 0 ? undefined : options.join(', ')],
    ['sealed by', job.sealedBy],
  ];
}

function valueLines(value: unknown): string[] {
  if (value === undefined) return [];
  return bounded(JSON.stringify(value, undefined, 2).split('\n'));
}

function errorLines({ error }: JobInfo): string[] {
  if (!error) return [];
  const code = error.code === undefined ? '' : ` (${error.code})`;
  return bounded([`${error.name}: ${error.message}${code}`, ...(error.stack?.split('\n').slice(1) ?? [])]);
}

function runText(run: PastRun): string {
  if (run.is === 'crashed') return `${momentText(run.endedAt)}  worker ${run.worker} died over it`;
  const { attempt, error, runMs, endedAt } = run;
  return `${momentText(endedAt)}  attempt ${attempt} failed after ${spanOf(runMs)}: ${error.name}: ${error.message}`;
}

/** As many lines as one reads, cut where they are long; `--json` has all of it. */
function bounded(all: readonly string[], kept: 'start' | 'end' = 'start'): string[] {
  const some = kept === 'start' ? all.slice(0, MOST_LINES) : all.slice(-MOST_LINES);
  const lines = some.map((line) => cut(line, LONGEST_LINE));
  if (all.length === lines.length) return lines;
  const more = `… ${all.length - lines.length} more lines: --json shows all`;
  return kept === 'start' ? [...lines, more] : [more, ...lines];
}
