import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../packages/core/dist/redis/scripts', import.meta.url));

/** The names of the scripts that the built package sends, by the hash that stands for each. */
export const SCRIPT_NAMES: ReadonlyMap<string, string> = new Map(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.lua'))
    .map((file) => {
      const text = readFileSync(`${FOLDER}/${file}`);
      return [createHash('sha1').update(text).digest('hex'), basename(file, '.lua')];
    }),
);

/** The name of the script whose text this is. */
export function nameOfScript(text: string): string | undefined {
  return SCRIPT_NAMES.get(createHash('sha1').update(text, 'latin1').digest('hex'));
}
