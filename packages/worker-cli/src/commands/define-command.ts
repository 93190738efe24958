// The shape that all commands have: what they are called, which settings they take, and what they do. It reads the
// settings, opens the output, and turns the outcome into an exit code.
import type { Argv, CommandModule, Options } from 'yargs';
import { EXIT, type ExitCode } from '../exit-code.js';
import { explainError } from '../explain-error.js';
import { Output } from '../print/output.js';
import { hangUp } from '../settings/hang-up.js';
import { readSettings, type SettingsRead } from '../settings/read-settings.js';
import {
  COMMON,
  flagOf,
  SETTINGS,
  type Setting,
  type SettingName,
  type Settings,
  variableOf,
} from '../settings/settings.js';

/** What a command works with. */
export interface Call {
  readonly settings: Settings;
  /** The settings with where they come from. */
  readonly read: SettingsRead;
  readonly output: Output;
}

export interface Definition<A> {
  /** As yargs reads it: `pause <queue>`. */
  readonly command: string;
  readonly describe: string;
  /** Settings beyond those that every command takes. */
  readonly settings?: readonly SettingName[];
  /** What a setting means to this command, where that is not what it means to others. */
  readonly describes?: Readonly<Partial<Record<SettingName, string>>>;
  /** Has `--json`. Default true. */
  readonly json?: boolean;
  /** Adds positionals, options of this command alone, and examples. */
  readonly build?: (yargs: Argv) => Argv<A>;
  /** Answers an exit code; nothing: 0. What it throws is explained, exit code 1 or 2. */
  readonly run: (call: Call, given: A) => Promise<ExitCode | undefined>;
}

/** Makes a command of a definition. */
export function defineCommand<A>(definition: Definition<A>): CommandModule {
  const { command, describe, settings = [], describes = {}, json = true, build, run } = definition;
  const names = [...COMMON, ...settings];
  return {
    command,
    describe,
    builder: (yargs) => {
      const extended = build ? (build(yargs) as unknown as Argv) : yargs;
      for (const name of names) if (!isUnflagged(name)) extended.option(flagOf(name), optionOf(name, describes[name]));
      if (json) extended.option('json', { type: 'boolean', describe: 'print JSON', group: 'Output:' });
      return extended;
    },
    handler: async (argv) => {
      const output = new Output(argv['json'] === true);
      let read: SettingsRead | undefined;
      try {
        read = await readSettings({
          flags: flagsOf(argv, names),
          environment: process.env,
          folder: process.cwd(),
          file: argv['config'] as string | undefined,
        });
        process.exitCode = (await run({ settings: read.settings, read, output }, argv as A)) ?? EXIT.fine;
      } catch (error) {
        process.exitCode = explainError(error, output);
      } finally {
        hangUp(read?.fileConnection);
      }
    },
  };
}

/** A command that only gathers others: `jobs list`, `jobs show`. */
export function defineGroup(command: string, describe: string, commands: readonly CommandModule[]): CommandModule {
  return {
    command,
    describe,
    builder: (yargs) => yargs.command([...commands]).demandCommand(1, `say which: ${command} --help lists them`),
    handler: () => undefined,
  };
}

const settingOf = (name: SettingName): Setting => SETTINGS[name] as Setting;

function isUnflagged(name: SettingName): boolean {
  const { fileOnly, flagless, positional } = settingOf(name);
  return fileOnly === true || flagless === true || positional === true;
}

function optionOf(name: SettingName, meaning: string | undefined): Options {
  const { describe, placeholder, many, fallback } = settingOf(name);
  const shown = fallback === undefined || fallback === false || Array.isArray(fallback) ? '' : ` [${fallback}]`;
  return {
    // Values stay text: what they may be is said by the setting.
    type: placeholder === undefined ? 'boolean' : 'string',
    array: many === true,
    ...(many ? { nargs: 1 } : placeholder !== undefined && { requiresArg: true }),
    describe: `${meaning ?? describe}${shown} ($${variableOf(name)})`,
    group: COMMON.includes(name) ? 'Connection:' : 'Options:',
  };
}

function flagsOf(argv: Readonly<Record<string, unknown>>, names: readonly SettingName[]) {
  const flags: Partial<Record<SettingName, unknown>> = {};
  for (const name of names) {
    const value = argv[settingOf(name).positional ? name : flagOf(name)];
    // A flag that is given twice and means one value: the last counts, as in most programs.
    const isList = settingOf(name).many || settingOf(name).positional;
    const last = Array.isArray(value) && !isList ? value.at(-1) : value;
    if (last !== undefined && !(Array.isArray(last) && last.length === 0)) flags[name] = last;
  }
  return flags;
}
