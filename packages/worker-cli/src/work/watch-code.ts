// Watches the code of handlers: the folders of their modules, and the working directory where they lie in it, since they
// import from all over it. It looks at code alone: a handler that writes its results beside itself restarts nothing.
import { dirname, relative, sep } from 'node:path';
import { watchFiles } from '../watch-files.js';

/** What Node.js can load. */
const CODE = /\.([mc]?[jt]sx?|json|node|wasm)$/;
/** Installed packages, and what tools write. */
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'coverage']);
/** Files that are saved together are told together, once nothing has changed for so long. */
const QUIET_MS = 200;

/**
 * Resolves once it watches; what that gives ends it.
 *
 * @param paths the modules, absolute
 * @param onChange hears once for each burst of changes which files they were, relative to the working directory
 * @param onError a folder cannot be watched; the others go on
 */
export async function watchCode(
  paths: readonly string[],
  onChange: (files: readonly string[]) => void,
  onError: (error: Error) => void,
): Promise<() => Promise<void>> {
  const workingDirectory = process.cwd();
  const folders = foldersOf(paths, workingDirectory);
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    const files = [...changed].sort();
    changed.clear();
    onChange(files);
  };
  const stop = await watchFiles({
    folders,
    isLeftOut: (path, stats) => {
      const root = folders.find((folder) => isWithin(folder, path)) ?? '';
      return isLeftOut(relative(root, path)) || (stats?.isFile() === true && !CODE.test(path));
    },
    settledMs: 0,
    onFile: (path) => {
      changed.add(relative(workingDirectory, path));
      clearTimeout(timer);
      timer = setTimeout(tell, QUIET_MS);
    },
    onError,
  });
  return () => {
    clearTimeout(timer);
    return stop();
  };
}

/** Whether a path relative to its watched folder lies in something that is left out. */
const isLeftOut = (path: string): boolean =>
  path.split(sep).some((part) => LEFT_OUT.has(part) || (part.startsWith('.') && part !== '.'));

/** None of them lies in another. */
export function foldersOf(paths: readonly string[], workingDirectory: string): string[] {
  // The root of all files is nobody's project, and has more than can be watched.
  const isProject = dirname(workingDirectory) !== workingDirectory;
  const all = paths.map((path) => {
    const folder = dirname(path);
    return isProject && isWithin(workingDirectory, folder) ? workingDirectory : folder;
  });
  const folders = [...new Set(all)];
  return folders.filter((folder) => !folders.some((other) => other !== folder && isWithin(other, folder)));
}

const isWithin = (outer: string, inner: string): boolean =>
  inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
