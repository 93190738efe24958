// Brings settings together: flags go before environment variables, these before the configuration file, and that before
// the defaults. For each value it is known where it comes from.
import { basename } from 'node:path';
import type { z } from 'zod';
import { UsageError } from '../usage-error.js';
import { type ConfigFile, readConfigFile } from './config-file.js';
import { hangUp } from './hang-up.js';
import {
  flagOf,
  SETTING_NAMES,
  SETTINGS,
  type Setting,
  type SettingName,
  type Settings,
  variableOf,
} from './settings.js';

/** Where a value comes from, as it is shown to people: a flag, a variable, the name of a file, or `default`. */
type Origin = string;

export interface SettingsRead {
  readonly settings: Settings;
  readonly origins: Readonly<Record<SettingName, Origin>>;
  /** The configuration file, where there is one. */
  readonly file: string | undefined;
  /** The `connection` of that file, in force or not: a client is connected once the file is loaded. */
  readonly fileConnection: object | undefined;
}

export interface Sources {
  /** What was typed, by name of the setting. */
  readonly flags: Readonly<Partial<Record<SettingName, unknown>>>;
  readonly environment: NodeJS.ProcessEnv;
  /** Where to look for a configuration file. */
  readonly folder: string;
  /** A configuration file that was named. */
  readonly file?: string | undefined;
}

/** @throws {UsageError} naming the flag, the variable or the key of the file that is wrong */
export async function readSettings({ flags, environment, folder, file }: Sources): Promise<SettingsRead> {
  const found = await readConfigFile(folder, file ?? (environment['LONGSHORE_CONFIG'] || undefined));
  try {
    return merge(flags, environment, found);
  } catch (error) {
    hangUp(found?.values['connection']);
    throw error;
  }
}

function merge(flags: Sources['flags'], environment: NodeJS.ProcessEnv, found: ConfigFile | undefined): SettingsRead {
  if (found) refuseUnknown(found);
  const fileName = found && basename(found.path);
  const settings: Partial<Record<SettingName, unknown>> = {};
  const origins: Partial<Record<SettingName, Origin>> = {};
  for (const name of SETTING_NAMES) {
    const { value, origin } = pick(name, flags, environment, found);
    settings[name] = read(name, value, origin === fileName ? `${name} in ${origin}` : origin);
    origins[name] = origin;
  }
  const fileConnection = settings.connection as object | undefined;
  // An address that was typed or is in the environment goes before the client of the file.
  const isNamed = origins.redisUrl !== 'default' && origins.redisUrl !== origins.connection;
  if (isNamed) settings.connection = undefined;
  return {
    settings: settings as Settings,
    origins: origins as Record<SettingName, Origin>,
    file: found?.path,
    fileConnection,
  };
}

function pick(
  name: SettingName,
  flags: Sources['flags'],
  environment: NodeJS.ProcessEnv,
  found: ConfigFile | undefined,
): { value: unknown; origin: Origin } {
  const { fileOnly, positional, fallback } = SETTINGS[name] as Setting;
  if (flags[name] !== undefined)
    return { value: flags[name], origin: positional ? name.toUpperCase() : `--${flagOf(name)}` };
  const variable = fileOnly ? undefined : environment[variableOf(name)];
  if (variable !== undefined && variable !== '') return { value: variable, origin: variableOf(name) };
  const value = found?.values[name];
  if (found && value !== undefined) return { value, origin: basename(found.path) };
  return { value: fallback, origin: 'default' };
}

function read(name: SettingName, value: unknown, where: string): unknown {
  const { success, data, error } = (SETTINGS[name] as Setting).schema.safeParse(value);
  if (success) return data;
  throw new UsageError(`${where}: ${firstProblem(error)}`);
}

function firstProblem({ issues }: z.ZodError): string {
  return issues[0]?.message ?? 'not understood';
}

function refuseUnknown({ path, values }: ConfigFile): void {
  const unknown = Object.keys(values).filter((key) => !Object.hasOwn(SETTINGS, key));
  if (unknown.length === 0) return;
  throw new UsageError(`${path}: unknown key ${unknown.join(', ')}; known are ${SETTING_NAMES.join(', ')}`);
}
