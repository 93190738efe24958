// `longshore top [QUEUE...]`: queues and workers, live.
import type { Argv } from 'yargs';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../print/output.js';
import { addressOf } from '../settings/address-of.js';
import type { Settings } from '../settings/settings.js';
import { durationOf } from '../settings/values.js';
import { SORT_NAMES, type Sort } from '../top/sorts.js';
import { UsageError } from '../usage-error.js';
import { defineCommand } from './define-command.js';
import { linkOf } from './open-queue.js';

interface Given {
  readonly queues: string[];
  readonly every: string;
  readonly sort: Sort;
  readonly once: boolean;
}

const LEAST_EVERY_MS = 100;
/** For a file or a pipe, which have no width. */
const PLAIN_COLUMNS = 110;

export const top = defineCommand<Given>({
  command: 'top [queues..]',
  describe: 'Show queues and workers, live',
  build: (yargs: Argv) =>
    yargs
      .positional('queues', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe: 'only these; default: all',
      })
      .option('every', { type: 'string', requiresArg: true, default: '1s', describe: 'how often to look' })
      .option('sort', {
        choices: SORT_NAMES,
        default: 'name' as Sort,
        requiresArg: true,
        describe: 'which queues come first',
      })
      .option('once', {
        type: 'boolean',
        default: false,
        describe: 'print one picture and end, as it does where there is no terminal',
      })
      .epilogue(
        'Keys: s sorts by the next figure, q leaves. Each look takes Redis two commands and three more for each queue, on one connection.',
      ) as unknown as Argv<Given>,
  async run({ settings, output }, { queues, every, sort, once }) {
    const period = durationOf(LEAST_EVERY_MS).safeParse(every);
    if (!period.success) throw new UsageError(`--every: ${period.error.issues[0]?.message}`);
    const { Sampler } = await import('../top/sampler.js');
    const sampler = new Sampler({ link: linkOf(settings), names: [...new Set(queues)] });
    try {
      const isLive = process.stdout.isTTY && process.env['TERM'] !== 'dumb' && !once && !output.isJson;
      if (!isLive) return await show(sampler, settings, sort, output);
      const { runTop } = await import('../top/run-top.js');
      const address = addressOf(settings).label;
      const code = await runTop({ sampler, address, everyMs: period.data, sort, paint: output.paint });
      // Whoever leaves does not wait for answers that Redis owes: nothing is under way but reading.
      process.exit(code);
    } finally {
      await sampler.close();
    }
  },
});

/** One look. @throws {LongshoreError} when Redis does not answer */
async function show(
  sampler: import('../top/sampler.js').Sampler,
  settings: Settings,
  sort: Sort,
  output: Output,
): Promise<ExitCode> {
  const sample = await sampler.take();
  if (output.isJson) {
    output.json({ ...sample, info: Object.fromEntries(sample.info) });
    return EXIT.fine;
  }
  const { drawTop } = await import('../top/draw-top.js');
  const view = { sample, address: addressOf(settings).label, sort, away: undefined };
  const columns = process.stdout.columns ?? PLAIN_COLUMNS;
  const frame = { columns, rows: Number.POSITIVE_INFINITY, paint: output.paint, now: sample.at };
  for (const line of drawTop(view, frame)) output.line(line.trimEnd());
  return EXIT.fine;
}
