// `longshore config`: what is in force, and where each value comes from.
import { basename } from 'node:path';
import { sizeOf } from '../print/text.js';
import { spanOf } from '../print/time.js';
import type { SettingsRead } from '../settings/read-settings.js';
import { COMMON, SETTING_NAMES, SETTINGS, type Setting, type SettingName, variableOf } from '../settings/settings.js';
import { defineCommand } from './define-command.js';

interface Line {
  readonly setting: SettingName;
  readonly value: unknown;
  readonly from: string;
  readonly variable: string;
}

export const config = defineCommand({
  command: 'config',
  describe: 'Print the settings in force, and where each comes from',
  settings: SETTING_NAMES.filter((name) => !COMMON.includes(name)),
  async run({ read, output }) {
    const lines = SETTING_NAMES.map((name) => lineOf(name, read));
    if (output.isJson) {
      output.json({
        file: read.file ?? null,
        settings: Object.fromEntries(
          lines.map(({ setting, value, from }) => [setting, { value: value ?? null, from }]),
        ),
      });
      return undefined;
    }
    output.table(
      lines,
      [
        { title: 'setting', value: ({ setting }) => setting },
        {
          title: 'value',
          value: ({ setting, value }) => shown(value, SETTINGS[setting]),
          style: ({ value }) => (value === undefined ? 'dim' : undefined),
        },
        { title: 'from', value: ({ from }) => from, style: ({ from }) => (from === 'default' ? 'dim' : 'green') },
        { title: 'variable', value: ({ variable }) => variable, style: () => 'dim' },
      ],
      '',
    );
    output.line();
    output.line(
      read.file === undefined
        ? 'no longshore.config.{js,mjs,json} here or above'
        : `read ${basename(read.file)}: ${read.file}`,
    );
    return undefined;
  },
});

function lineOf(name: SettingName, { settings, origins }: SettingsRead): Line {
  const { hide, fileOnly } = SETTINGS[name] as Setting;
  const value = settings[name];
  return {
    setting: name,
    value: hide && value !== undefined ? hide(value) : value,
    from: origins[name],
    variable: fileOnly ? '' : variableOf(name),
  };
}

function shown(value: unknown, { unit }: Setting): string {
  if (value === undefined) return 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  if (typeof value === 'number' && unit !== undefined) return unit === 'ms' ? spanOf(value) : sizeOf(value);
  return String(value);
}
