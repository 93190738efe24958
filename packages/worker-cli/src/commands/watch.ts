// `longshore watch QUEUE ID`: the progress of a job as it runs, then its result.
import type { Argv } from 'yargs';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../print/output.js';
import type { Ending, WatchedJob, WatchScreen } from '../watch/watch-events.js';
import { defineCommand } from './define-command.js';
import { linkOf } from './open-queue.js';

/** Who looks on wants to know soon that Redis is not there. */
const DEADLINE = '2s';
/** What is wrong with the connection is shown as part of the picture. */
const NO_LOG = { debug() {}, info() {}, warn() {}, error() {} };

export const watch = defineCommand({
  command: 'watch <queue> <id>',
  describe: 'Show the progress of a job, then its result',
  build: (yargs: Argv) =>
    yargs
      .positional('queue', { type: 'string', demandOption: true, describe: 'its name' })
      .positional('id', { type: 'string', demandOption: true, describe: 'the job' })
      .epilogue(
        'Ends when the job does: 0 when it completed, 1 when not. Ctrl-C ends the watch alone, with 130. With --json each notice is a line {"seq", "at", "value"}, and the last line has the state and the result or the error.',
      ),
  async run({ settings, output }, { queue: name, id }) {
    const { JobRemovedError, Queue } = await import('@longshore/core');
    const queue = new Queue(name, { ...linkOf(settings), deadline: DEADLINE, logger: NO_LOG });
    try {
      const found = await queue.get(id);
      if (!found) throw new JobRemovedError(id);
      return await show(queue, { queue: name, id, name: found.name }, output);
    } finally {
      await queue.close();
    }
  },
});

async function show(queue: import('@longshore/core').Queue, job: WatchedJob, output: Output): Promise<ExitCode> {
  const { followJob } = await import('../watch/follow-job.js');
  const screen = await openScreen(job, output);
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.on('SIGINT', interrupt);
  let ending: Ending | undefined;
  try {
    const { id } = job;
    ending = await followJob({ queue, id, signal: interrupted.signal, tell: (event) => screen.tell(event) });
  } finally {
    process.off('SIGINT', interrupt);
    if (ending) screen.end(ending);
    else screen.leave();
  }
  // Whoever leaves does not wait for answers that Redis owes: nothing is under way but reading.
  return ending ? finish(ending, output) : process.exit(EXIT.interrupted);
}

/** What went wrong is explained like all errors; programs have read it already. */
function finish(ending: Ending, output: Output): ExitCode {
  if (ending.state === 'completed') return EXIT.fine;
  if (output.isJson) return EXIT.failed;
  throw ending.error;
}

async function openScreen(job: WatchedJob, output: Output): Promise<WatchScreen> {
  if (output.isJson) return new (await import('../watch/json-watch.js')).JsonWatch(output);
  const isLive = process.stdout.isTTY && process.env['TERM'] !== 'dumb';
  if (!isLive) return new (await import('../watch/plain-watch.js')).PlainWatch(output);
  return new (await import('../watch/live-watch.js')).LiveWatch(job, output, process.stdout);
}
