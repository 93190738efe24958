// Tells of files that are new or were changed.
import { relative } from 'node:path';
import { watch } from 'chokidar';
import { isLeftOut } from './list-files.js';

/** A file that is being written is taken once it has been left alone for so long. */
const SETTLED_MS = 200;

/** Resolves once it watches; what that gives ends it. */
export async function watchDirectory(
  directory: string,
  onFile: (path: string) => void,
  onError: (error: Error) => void,
): Promise<() => Promise<void>> {
  const watcher = watch(directory, {
    ignored: (path) => isLeftOut(relative(directory, path)),
    ignoreInitial: true,
    followSymlinks: false,
    awaitWriteFinish: { stabilityThreshold: SETTLED_MS, pollInterval: SETTLED_MS / 4 },
  });
  for (const event of ['add', 'change'] as const) watcher.on(event, (path) => onFile(relative(directory, path)));
  watcher.on('error', (error) => onError(error as Error));
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  return () => watcher.close();
}
