// Watches files below folders.
import type { Stats } from 'node:fs';
import { watch } from 'chokidar';

export interface FileWatch {
  readonly folders: readonly string[];
  /** Keeps out a folder with all that is in it, or a file; `stats` are not known at first. */
  readonly isLeftOut: (path: string, stats: Stats | undefined) => boolean;
  /** A file is told of once it has been left alone for so long, ms; 0: at every change. */
  readonly settledMs: number;
  /** One was added, changed or deleted. */
  readonly onFile: (path: string, event: 'add' | 'change' | 'unlink') => void;
  readonly onError: (error: Error) => void;
}

/** Resolves once it watches; what that gives ends it. Links are not followed. */
export async function watchFiles(files: FileWatch): Promise<() => Promise<void>> {
  const { folders, isLeftOut, settledMs, onFile, onError } = files;
  const watcher = watch([...folders], {
    ignored: isLeftOut,
    ignoreInitial: true,
    followSymlinks: false,
    awaitWriteFinish: settledMs > 0 && { stabilityThreshold: settledMs, pollInterval: settledMs / 4 },
  });
  for (const event of ['add', 'change', 'unlink'] as const) watcher.on(event, (path) => onFile(path, event));
  watcher.on('error', (error) => onError(error as Error));
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  return () => watcher.close();
}
