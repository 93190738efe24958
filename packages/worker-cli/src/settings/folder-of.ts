import { basename, dirname } from 'node:path';
import type { SettingsRead } from './read-settings.js';
import type { SettingName } from './settings.js';

/** From where the paths of a setting are seen: those of a configuration file from it, all others from where the command was called. */
export function folderOf({ file, origins }: SettingsRead, name: SettingName): string {
  return file !== undefined && origins[name] === basename(file) ? dirname(file) : '.';
}
