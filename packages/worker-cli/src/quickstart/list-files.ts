// Which files of a directory the quickstart takes.
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { QuickstartError } from './quickstart-error.js';

/** Fewer files are measured before a worker can be killed over them. */
const LEAST_FILES = 50;

/** What tools made or fetched; nobody wants to count it. */
const LEFT_OUT = new Set(['.git', 'node_modules', 'dist', 'coverage', '.cache', '.turbo']);

/** Whether a path relative to the directory lies in a folder that is left out. */
export function isLeftOut(path: string): boolean {
  return path.split(sep).some((part) => LEFT_OUT.has(part));
}

/**
 * The regular files below a directory, relative to it and in order. Links are not followed.
 *
 * @throws {QuickstartError} when it is no directory, cannot be read, or has too few files
 */
export async function listFiles(directory: string): Promise<string[]> {
  const files: string[] = [];
  try {
    await collect(directory, directory, files);
  } catch (error) {
    throw new QuickstartError(`${directory} cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
  if (files.length < LEAST_FILES) {
    throw new QuickstartError(
      `${directory} has ${files.length} files, and the quickstart needs at least ${LEAST_FILES}: name a larger directory`,
    );
  }
  return files.sort();
}

async function collect(root: string, folder: string, files: string[]): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (LEFT_OUT.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isFile()) files.push(relative(root, path));
    // A folder inside may vanish or be closed to us; that takes away its files and nothing else.
    else if (entry.isDirectory()) await collect(root, path, files).catch(() => undefined);
  }
}
