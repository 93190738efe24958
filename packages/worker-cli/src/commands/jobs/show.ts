// `longshore jobs show QUEUE ID`: one job with everything that is kept of it.
import { JobRemovedError } from '@longshore/core';
import type { Argv } from 'yargs';
import { defineCommand } from '../define-command.js';
import { withKnownQueue } from '../open-queue.js';
import { describeJob } from './describe-job.js';

/** More lines of its log than this are for programs. */
const MOST_LINES = 1000;

export const show = defineCommand({
  command: 'show <queue> <id>',
  describe: 'Show a job: its data, its attempts, its log, how it ended',
  build: (yargs: Argv) =>
    yargs
      .positional('queue', { type: 'string', demandOption: true, describe: 'its name' })
      .positional('id', { type: 'string', demandOption: true, describe: 'the job' })
      .example('$0 jobs show mail welcome-7 --json | jq .error', 'why it failed'),
  async run({ settings, output }, { queue: name, id }) {
    const { job, logs } = await withKnownQueue(settings, name, async (queue) => ({
      job: await queue.get(id),
      logs: await queue.logs(id, { limit: MOST_LINES }),
    }));
    if (!job) throw new JobRemovedError(id);
    if (output.isJson) output.json({ queue: name, ...job, logs });
    else for (const line of describeJob(job, logs, output.paint)) output.line(line);
    return undefined;
  },
});
