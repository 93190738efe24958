// `longshore completion [SHELL]`: the script that lets a shell complete commands and flags. yargs writes it, and answers what
// the script asks.
import { basename } from 'node:path';
import type { Argv } from 'yargs';
import { UsageError } from '../usage-error.js';
import { defineCommand } from './define-command.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

const ASK = 'longshore --get-yargs-completions';

export const completion = defineCommand({
  command: 'completion [shell]',
  describe: 'Print a script that completes commands and flags in bash, zsh or fish',
  json: false,
  build: (yargs: Argv) =>
    yargs
      .positional('shell', { choices: SHELLS, describe: 'which shell; default: that of $SHELL' })
      .example('longshore completion bash >> ~/.bashrc', '')
      .example('longshore completion zsh >> ~/.zshrc', 'behind the line with compinit')
      .example('longshore completion fish > ~/.config/fish/completions/longshore.fish', ''),
  async run({ output }, { shell = shellOf(process.env['SHELL']) }) {
    output.line(await scriptFor(shell));
    return undefined;
  },
});

function shellOf(path = ''): Shell {
  const name = basename(path);
  const shell = SHELLS.find((one) => one === name);
  if (!shell) throw new UsageError(`say which shell: ${SHELLS.join(', ')}; $SHELL is ${name || 'not set'}`);
  return shell;
}

/** yargs looks at $SHELL, when it writes the script and when it answers it: one shell may be started from another. */
async function scriptFor(shell: Shell): Promise<string> {
  const { default: yargs } = await import('yargs');
  process.env['SHELL'] = shell;
  // yargs prints it, and says in no other way what it is.
  const script = await new Promise<string>((resolve) => {
    const { log } = console;
    console.log = resolve;
    yargs([]).scriptName('longshore').showCompletionScript();
    console.log = log;
  });
  return script.trim().replaceAll(ASK, `env SHELL=${shell} ${ASK}`);
}
