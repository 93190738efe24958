// `longshore doctor`: looks whether Redis and the way to it are fit for jobs.
import wrapAnsi from 'wrap-ansi';
import type { Finding, FindingStatus } from '../doctor/finding.js';
import { EXIT } from '../exit-code.js';
import type { Output } from '../print/output.js';
import { defineCommand } from './define-command.js';
import { linkOf } from './open-queue.js';

const STYLES = { ok: 'green', warn: 'yellow', fail: 'red', unknown: 'dim' } as const;
const STATUS_CELLS = 9;
const CHECK_CELLS = 14;
const WIDEST = 110;
const NARROWEST = 50;

export const doctor = defineCommand({
  command: 'doctor',
  describe: 'Check whether Redis is fit for jobs: version, eviction, persistence, rights, latency …',
  build: (yargs) =>
    yargs.epilogue(
      'Ends with 1 when a check fails, with 0 otherwise, warnings or not. Changes nothing: what the user may do is found out in a transaction that is discarded.',
    ),
  async run({ settings, output }) {
    const { Queue } = await import('@longshore/core');
    // An address that is none is a fault of the call, and no finding.
    await new Queue('doctor', linkOf(settings)).close();
    const { examine } = await import('../doctor/examine.js');
    const findings = await examine(settings);
    if (output.isJson) output.json(findings.map((one) => ({ ...one, advice: one.advice ?? null })));
    else print(findings, output);
    return findings.some(({ status }) => status === 'fail') ? EXIT.failed : EXIT.fine;
  },
});

function print(findings: readonly Finding[], output: Output): void {
  const columns = Math.max(NARROWEST, Math.min(WIDEST, process.stdout.columns ?? WIDEST));
  const margin = ' '.repeat(STATUS_CELLS + CHECK_CELLS);
  const hung = (text: string): string[] => wrapAnsi(text, columns - margin.length - 2).split('\n');
  for (const { check, status, detail, advice } of findings) {
    const [first = '', ...rest] = hung(detail);
    const mark = output.paint(STYLES[status], status.padEnd(STATUS_CELLS));
    output.line(`${mark}${output.paint('bold', check.padEnd(CHECK_CELLS))}${first}`);
    for (const line of rest) output.line(margin + line);
    for (const [i, line] of (advice === undefined ? [] : hung(advice)).entries())
      output.line(output.paint('dim', `${margin}${i === 0 ? '→ ' : '  '}${line}`));
  }
  output.line();
  output.line(summary(findings));
}

function summary(findings: readonly Finding[]): string {
  const count = (wanted: FindingStatus): number => findings.filter(({ status }) => status === wanted).length;
  const warnings = count('warn');
  const parts = [
    `${count('ok')} fine`,
    warnings > 0 && `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
    count('unknown') > 0 && `${count('unknown')} unknown`,
    count('fail') > 0 && `${count('fail')} failed`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}
