import { createHash } from 'node:crypto';
import { scripts } from './core-internals.js';

/** The names of the scripts that the built package sends, by the hash that stands for each. */
export const SCRIPT_NAMES: ReadonlyMap<string, string> = new Map(
  scripts.map(({ contract, current }) => [current.sha, contract.name]),
);

/** The name of the script whose text this is. */
export function nameOfScript(text: string): string | undefined {
  return SCRIPT_NAMES.get(createHash('sha1').update(text, 'latin1').digest('hex'));
}
