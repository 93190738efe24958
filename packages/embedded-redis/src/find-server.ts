import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename, delimiter, isAbsolute, join } from 'node:path';

/** `redis` and `valkey` are looked up on the PATH; anything else is an absolute path to a server's binary. */
export type BinaryChoice = 'redis' | 'valkey' | (string & {});

const BINARIES = new Map([
  ['redis', 'redis-server'],
  ['valkey', 'valkey-server'],
]);

/** The names that a choice stands for, in the order in which they are looked up; Redis comes first when nothing is said. */
export function binaryNames(choice: BinaryChoice | undefined): readonly string[] {
  if (choice === undefined) return [...BINARIES.values()];
  const binary = BINARIES.get(choice);
  if (binary !== undefined) return [binary];
  if (isAbsolute(choice)) return [choice];
  throw new TypeError(`server must be 'redis', 'valkey' or an absolute path, not '${choice}'`);
}

/** The absolute path of the first server found, or `undefined`. */
export async function findServer(
  choice?: BinaryChoice,
  searchPath: string = process.env['PATH'] ?? '',
): Promise<string | undefined> {
  const folders = searchPath.split(delimiter).filter((folder) => isAbsolute(folder));
  for (const name of binaryNames(choice)) {
    const candidates = isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name));
    for (const candidate of candidates) if (await isProgram(candidate)) return candidate;
  }
  return undefined;
}

/** What to say about a search that found nothing. */
export function describeSearch(choice: BinaryChoice | undefined): string {
  const names = binaryNames(choice);
  return names.some((name) => isAbsolute(name))
    ? `${names.join(', ')} is not a program`
    : `no ${names.map((name) => basename(name)).join(' or ')} on the PATH`;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
