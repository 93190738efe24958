// `longshore audit [QUEUE...]`: checks whether what stands in Redis is sound, and puts it right where that is confirmed.
import type { AuditFinding, AuditReport, Queue } from '@longshore/core';
import type { Argv } from 'yargs';
import { EXIT } from '../exit-code.js';
import { cut } from '../print/cells.js';
import type { Output } from '../print/output.js';
import { counted, grouped, printable } from '../print/text.js';
import { UsageError } from '../usage-error.js';
import { defineCommand } from './define-command.js';
import { askQueues } from './open-queue.js';

/** What time and workers put right: docs/guide/history-and-audit.md says how. */
const WITHOUT_REPAIR: readonly AuditFinding['code'][] = ['double-claim', 'no-message'];

interface QueueReport extends AuditReport {
  readonly queue: string;
}

export const audit = defineCommand({
  command: 'audit [queue..]',
  describe: 'Check whether the data of queues is sound, and repair it',
  build: (yargs: Argv) =>
    yargs
      .positional('queue', { type: 'string', array: true, default: [] as string[], describe: 'only these [all]' })
      .option('repair', { type: 'boolean', describe: 'say what can be put right; with --yes, do it' })
      .option('yes', { type: 'boolean', describe: 'repair what was found' })
      .option('deep', {
        type: 'boolean',
        describe: 'also look for keys that nothing leads to, by a SCAN of the server',
      })
      .example('$0 audit mail', 'changes nothing')
      .example('$0 audit mail --deep --repair --yes', 'puts right what can be')
      .epilogue(
        'Queues work on meanwhile. Exit code 0: sound, or all was repaired; 1: something was found that remains.',
      ),
  async run({ settings, output }, given) {
    const repair = given.repair === true;
    const yes = given.yes === true;
    if (yes && !repair) throw new UsageError('--yes: only together with --repair');
    const options = { repair: repair && yes, deep: given.deep === true };
    const look = async (queue: Queue): Promise<QueueReport> => ({
      queue: queue.name,
      ...(await queue.audit(options)),
    });
    // One after the other: an audit leaves Redis half of the time, several would not.
    const reports = await askQueues(settings, given.queue, look, 1);
    if (output.isJson) output.json(reports);
    else for (const report of reports) tell(report, repair, output);
    const remain = reports.some(({ found, findings }) => found > findings.filter(({ repaired }) => repaired).length);
    if (remain && repair && !yes) output.note('nothing was changed: repair it with --yes');
    return remain ? EXIT.failed : EXIT.fine;
  },
});

function tell({ queue, checked, found, findings, unsure }: QueueReport, repair: boolean, output: Output): void {
  const outcome = found === 0 ? output.paint('green', 'sound') : output.paint('red', counted(found, 'finding'));
  output.line(
    `${output.paint('bold', printable(queue))}: ${outcome}, looked at ${grouped(checked)} ${checked === 1 ? 'entry' : 'entries'}`,
  );
  if (unsure > 0) output.line(`  ${counted(unsure, 'suspicion')} in lists that are too long to be searched`);
  if (found === 0) return;
  output.table(
    findings,
    [
      { title: '  code', value: ({ code }) => `  ${code}` },
      { title: 'says', value: ({ message }) => cut(message, 90) },
      {
        title: repair ? 'repair' : '',
        value: (finding) => (repair ? repairOf(finding) : ''),
        style: ({ repaired }) => (repaired ? 'green' : 'yellow'),
      },
    ],
    '',
  );
  if (found > findings.length) output.line(`  and ${grouped(found - findings.length)} more`);
}

function repairOf({ code, repaired }: AuditFinding): string {
  if (WITHOUT_REPAIR.includes(code)) return 'none: it ends by itself';
  if (repaired === undefined) return 'would be repaired';
  return repaired ? 'repaired' : 'not repaired';
}
