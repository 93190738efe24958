// `longshore explain QUEUE ID`: why a job does not run, in words.
import { JobRemovedError, type Reason } from '@longshore/core';
import type { Argv } from 'yargs';
import { agoText, momentText, untilText } from '../print/moment.js';
import { printable } from '../print/text.js';
import { defineCommand } from './define-command.js';
import { withKnownQueue } from './open-queue.js';

export const explain = defineCommand({
  command: 'explain <queue> <id>',
  describe: 'Say why a job does not run',
  build: (yargs: Argv) =>
    yargs
      .positional('queue', { type: 'string', demandOption: true, describe: 'its name' })
      .positional('id', { type: 'string', demandOption: true, describe: 'the job' })
      .example('$0 explain mail welcome-7', 'what must change first stands first'),
  async run({ settings, output }, { queue: name, id }) {
    const { state, reasons } = await withKnownQueue(settings, name, (queue) => queue.explain(id));
    if (state === 'missing') throw new JobRemovedError(id);
    if (output.isJson) output.json({ queue: name, id, state, reasons });
    else {
      output.line(`${output.paint('bold', printable(id))} is ${state}`);
      for (const reason of reasons)
        output.line(`  ${printable(reason.message)}${output.paint('dim', timesOf(reason))}`);
    }
    return undefined;
  },
});

function timesOf({ since, until }: Reason): string {
  if (until !== undefined) return `, until ${momentText(until)} (${untilText(until)})`;
  return since === undefined ? '' : `, since ${momentText(since)} (${agoText(since)})`;
}
