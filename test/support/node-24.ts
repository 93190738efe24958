import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FOLDER = fileURLToPath(new URL('../../.cache/node-24', import.meta.url));
const BINARY = `${FOLDER}/node_modules/node/bin/node`;

/** The path of a Node.js 24, which npm has as a package; its install script fetches the binary for this platform from there. */
export async function provideNode24(): Promise<string> {
  if (!existsSync(BINARY)) {
    const words = ['install', '--prefix', FOLDER, 'node@24', '--no-audit', '--no-fund', '--ignore-scripts=false'];
    await promisify(execFile)('npm', words);
  }
  return BINARY;
}
