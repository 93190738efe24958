// Tells of files that are new or were changed.
import { relative } from 'node:path';
import { watchFiles } from '../watch-files.js';
import { isLeftOut } from './list-files.js';

/** A file that is being written is taken once it has been left alone for so long. */
const SETTLED_MS = 200;

/** Resolves once it watches; what that gives ends it. */
export function watchDirectory(
  directory: string,
  onFile: (path: string) => void,
  onError: (error: Error) => void,
): Promise<() => Promise<void>> {
  return watchFiles({
    folders: [directory],
    isLeftOut: (path) => isLeftOut(relative(directory, path)),
    settledMs: SETTLED_MS,
    onFile: (path, event) => {
      if (event !== 'unlink') onFile(relative(directory, path));
    },
    onError,
  });
}
