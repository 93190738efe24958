// `npm run quickstart`: reads the command line, passes signals on, and turns the outcome into an exit code.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LongshoreError } from '@longshore/core';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { quickstart } from './quickstart.js';
import { QuickstartError } from './quickstart-error.js';
import { openScreen } from './screen.js';
import type { WorkerPool } from './worker-pool.js';

const EXIT = { right: 0, wrong: 1, usage: 2, interrupted: 130 };
/** This repository, seen from the build of this file. */
const REPOSITORY = resolve(fileURLToPath(new URL('../../../..', import.meta.url)));

const parser = yargs(hideBin(process.argv))
  .scriptName('quickstart')
  .usage('$0 [directory]\n\nMeasures every file of a directory in background jobs, and kills a worker over it.')
  .option('once', { type: 'boolean', default: false, describe: 'end when all is measured, instead of watching' })
  .epilogue('LONGSHORE_REDIS_URL names a Redis to use; without it one is started for the run.')
  .demandCommand(0, 1)
  .strictOptions()
  .fail((message, error, self) => {
    console.error(`${message ?? error.message}\n\n${self.help()}`);
    process.exit(EXIT.usage);
  });

const argv = await parser.parseAsync();
const interrupted = new AbortController();
let pool: WorkerPool | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!interrupted.signal.aborted) return interrupted.abort();
    // The second time there is no waiting.
    pool?.endNow();
    process.exit(EXIT.interrupted);
  });
}

try {
  const typed = argv._[0];
  const isRight = await quickstart({
    directory: typed === undefined ? REPOSITORY : resolve(whereTyped(), String(typed)),
    label: typed === undefined ? 'this repository' : String(typed),
    once: argv.once,
    screen: openScreen(),
    interrupted: interrupted.signal,
    onPool: (started) => {
      pool = started;
    },
  });
  process.exitCode = isRight ? EXIT.right : EXIT.wrong;
} catch (error) {
  process.exitCode = EXIT.wrong;
  console.error(`quickstart: ${explain(error)}`);
}

/** npm runs scripts in the repository, and says where the person was. */
function whereTyped(): string {
  return process.env['npm_lifecycle_event'] === 'quickstart' ? (process.env['INIT_CWD'] ?? '.') : '.';
}

/** What a person can act on is said in a sentence; anything else is a fault of the program, and shows its stack. */
function explain(error: unknown): string {
  const { code, message, stack } = error as NodeJS.ErrnoException;
  const isExpected =
    error instanceof QuickstartError || error instanceof LongshoreError || code?.startsWith('ERR_NO_REDIS');
  return isExpected ? message : (stack ?? String(error));
}
