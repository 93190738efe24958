// `longshore add QUEUE NAME JSON`: adds a job, and waits for its result where that is asked for.
import { InvalidNameError, type JobHandle } from '@longshore/core';
import type { Argv } from 'yargs';
import { printable } from '../print/text.js';
import { durationOf } from '../settings/values.js';
import { UsageError } from '../usage-error.js';
import { ADD_OPTIONS, readAddOptions } from './add-options.js';
import { type Call, defineCommand } from './define-command.js';
import { withQueue } from './open-queue.js';
import { readJson } from './read-json.js';
import { oneValue, readOption, said } from './read-option.js';

const build = (yargs: Argv) =>
  yargs
    .positional('queue', { type: 'string', demandOption: true, describe: 'its queue, which begins with its first job' })
    .positional('name', { type: 'string', demandOption: true, describe: 'the name by which its handler is found' })
    .positional('data', { type: 'string', default: '{}', describe: 'its data, as JSON; - reads standard input' })
    // Else yargs takes a dash alone for an option without a name.
    .nargs('data', 1)
    .options(ADD_OPTIONS)
    .option('wait', { type: 'boolean', describe: 'wait until it has ended, and print its result' })
    .option('wait-timeout', oneValue('wait, but no longer than this; the job goes on'))
    .example(`$0 add mail welcome '{"to":"a@b.c"}'`, 'prints the id')
    .example(`$0 add mail digest '{}' --delay 5m --attempts 5`, 'later, with retries')
    .example('jq -c . order.json | $0 add shop charge - --wait', 'data from a pipe, the result on standard output');

/** What is known of the job when there is something to print. */
interface Added {
  readonly queue: string;
  readonly name: string;
  readonly id: string;
  readonly created: boolean;
}

export const add = defineCommand({
  command: 'add <queue> <name> [data]',
  describe: 'Add a job',
  build,
  async run(call, given) {
    const options = readAddOptions(given);
    const timeout = readOption('--wait-timeout', durationOf(1), given['wait-timeout']);
    const data = await readJson(given.data, 'data');
    return await withQueue(call.settings, given.queue, async (queue) => {
      const job = await queue.add(given.name, data, options).catch(nameAsTyped);
      const added = { queue: given.queue, name: given.name, id: job.id, created: job.created };
      if (given.wait || timeout !== undefined) return await tellResult(call, added, job, timeout);
      if (call.output.isJson) call.output.json(added);
      else call.output.line(job.id);
      if (!call.output.isJson && !job.created) call.output.note(existed(added));
      return undefined;
    });
  },
});

/** The result is the output; the id stands beside it, so that the job can be found also when the waiting is cut off. */
async function tellResult({ output }: Call, added: Added, job: JobHandle, timeout: number | undefined) {
  if (!output.isJson) output.note(added.created ? `added ${added.id}` : existed(added));
  try {
    const result = await job.result(said({ timeout }));
    if (output.isJson) output.json({ ...added, result: result ?? null });
    else output.line(printable(JSON.stringify(result ?? null)));
    return undefined;
  } catch (error) {
    // The error itself goes to standard error.
    if (output.isJson) output.json(added);
    throw error;
  }
}

const existed = ({ queue, id }: Added): string => `${id} is in ${queue} already: nothing was added`;

/** The library speaks of its own options; here they are flags. */
function nameAsTyped(error: unknown): never {
  const { message } = error as Error;
  if (error instanceof InvalidNameError)
    throw new UsageError(message.replace('options.jobId', '--id').replace('options.unique.key', '--unique'), {
      cause: error,
    });
  throw error;
}
