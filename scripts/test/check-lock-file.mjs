import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../workspace.mjs';

const FILE = 'pnpm-lock.yaml';

/** An address in the lock file would tie every later installation to the registry of the machine that wrote it. */
export async function checkLockFile() {
  const found = addressesIn(await readFile(join(ROOT, FILE), 'utf8'));
  return { code: found.length === 0 ? 0 : 1, output: found.join('\n') };
}

/** The lines that name a host or an archive, with their numbers. */
export function addressesIn(lockFile) {
  return lockFile.split('\n').flatMap((line, index) => {
    return /https?:\/\/|\btarball:/.test(line) ? [`${FILE}:${index + 1}: ${line.trim()}`] : [];
  });
}
