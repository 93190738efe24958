// `npm run bench`: reads the command line, runs the plan, prints and writes the report.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Arguments, parseArguments, USAGE, UsageError } from './arguments.js';
import { describeEnvironment } from './environment.js';
import { GOALS, judge } from './goals.js';
import { buildPlan } from './plan.js';
import { describeRun, type Report, writeDocument } from './report/document.js';
import { ProgressLine } from './report/progress-line.js';
import { goalTable, LEGEND, resultTable } from './report/table.js';
import { Results, type Row } from './results.js';
import { runStep } from './run-step.js';
import { spread } from './statistics.js';

const DOCS = fileURLToPath(new URL('../../docs', import.meta.url));

async function main(argv: readonly string[]): Promise<number> {
  const options = parseArguments(argv);
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => interrupt.abort(new Error(`stopped by ${signal}`)));
  const environment = await describeEnvironment();
  console.log(describeRun(environment, options.command, options.rounds), '\n');
  const { rows, failures } = await runPlan(options, interrupt.signal);
  const { persistence, command, rounds } = options;
  const report = {
    rows,
    judged: persistence === 'none' ? judge(rows) : [],
    environment,
    persistence,
    command,
    rounds,
    notes: notesOn(rows),
  };
  print(report);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`);
  if (options.write) for (const file of writeDocument(options.docs ?? DOCS, report)) console.log(`wrote ${file}`);
  for (const failure of failures) console.error(`failed: ${failure}`);
  return failures.length > 0 ? 1 : 0;
}

/** A step that fails leaves a gap in the table and the rest of the run alone. */
async function runPlan(options: Arguments, signal: AbortSignal): Promise<{ rows: Row[]; failures: string[] }> {
  const plan = buildPlan(options);
  const results = new Results(options.workloads, options.persistence);
  const progress = new ProgressLine(plan.length);
  const failures: string[] = [];
  for (const step of plan) {
    progress.begin(step);
    try {
      const readings = await runStep(step, { ...options, signal });
      results.add(step.driver, readings);
      progress.end(step, readings);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      failures.push(`${step.measurement.name} with ${step.driver}, round ${step.round}: ${(error as Error).message}`);
      progress.fail(step);
    }
  }
  return { rows: results.rows(), failures };
}

function notesOn(rows: readonly Row[]): string[] {
  const [widest] = [...rows].sort((a, b) => spread(b.rounds) - spread(a.rounds));
  if (widest === undefined || spread(widest.rounds) === 0) return [];
  const percent = Math.round(spread(widest.rounds) * 100);
  return [`The rounds of one figure lie at most ${percent} % of it apart (${widest.workload}, ${widest.driver}).`];
}

function print({ rows, judged, notes }: Report): void {
  console.log(`\n${resultTable(rows)}\n\n${LEGEND}`);
  for (const note of notes) console.log(note);
  const measured = judged.filter(({ verdict }) => verdict !== 'NOT MEASURED');
  if (measured.length > 0)
    console.log(`\nGoals (${measured.length} of ${GOALS.length} measured)\n\n${goalTable(measured)}\n`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const usage = error instanceof UsageError;
  console.error(usage ? `${error.message}\n\n${USAGE}` : `bench: ${(error as Error).message}`);
  process.exitCode = usage ? 2 : 1;
}
