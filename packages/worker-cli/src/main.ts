#!/usr/bin/env node
// `longshore`: reads the command line and calls the command.
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { GROUPS, loadCommands } from './commands/load-commands.js';
import { EXIT } from './exit-code.js';
import { version } from './version.js';

const words = hideBin(process.argv);
const parser = yargs(words)
  .scriptName('longshore')
  .usage('$0 COMMAND\n\nBackground jobs on plain Redis: launches workers, looks into queues and steers them.')
  .command(await loadCommands(words[0] ?? ''))
  .option('config', {
    type: 'string',
    requiresArg: true,
    describe: 'a configuration file, instead of longshore.config.{js,mjs,json} here or above ($LONGSHORE_CONFIG)',
    group: 'Connection:',
  })
  .parserConfiguration({
    'parse-numbers': false,
    'parse-positional-numbers': false,
    'dot-notation': false,
    'camel-case-expansion': false,
  })
  .demandCommand(1, 'say which command')
  .recommendCommands()
  .strict()
  .version(version)
  .alias({ help: 'h', version: 'v' })
  .epilogue(
    'Exit codes: 0 fine, 1 failed, 2 usage, 3 partly. Settings are flags, variables and keys of longshore.config.*: see `longshore config`.',
  )
  .wrap(Math.min(110, process.stdout.columns ?? 110))
  .fail((message, error) => {
    if (error) throw error;
    console.error(`longshore: ${message}\nSee: longshore ${typedCommand()} --help`.replace('  ', ' '));
    process.exit(EXIT.usage);
  });

await parser.parseAsync();

/** The command as far as it was typed, to point to its help. */
function typedCommand(): string {
  const most = GROUPS.has(words[0] ?? '') ? 2 : 1;
  const end = words.findIndex((word) => word.startsWith('-'));
  return words.slice(0, end < 0 ? most : Math.min(end, most)).join(' ');
}
