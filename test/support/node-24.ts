import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FOLDER = fileURLToPath(new URL('../../.cache/node-24', import.meta.url));
const BINARY = `${FOLDER}/node_modules/node/bin/node`;

/** The path of a Node.js 24, which npm has as a package; its install script fetches the binary for this platform from there. */
export async function provideNode24(): Promise<string> {
  if (existsSync(BINARY)) return BINARY;
  // Several test files may want it at once: each installs to a folder of its own, and the first gives it its name.
  const own = `${FOLDER}-${process.pid}`;
  const words = ['install', '--prefix', own, 'node@24', '--no-audit', '--no-fund', '--ignore-scripts=false'];
  await promisify(execFile)('npm', words);
  await rename(own, FOLDER).catch(async (error: NodeJS.ErrnoException) => {
    await rm(own, { recursive: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  return BINARY;
}
