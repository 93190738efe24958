// Holds what the workers found against what the same file gives when it is measured here and now.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Measured } from './file-jobs.js';
import { measureFile } from './measure-file.js';

export interface Verdict {
  readonly right: number;
  /** Files whose result is wrong. */
  readonly wrong: readonly string[];
  /** Files that were written while they were measured: nothing can be said of their results. */
  readonly changed: readonly string[];
}

/** @param since when the first job was added, epoch ms */
export async function checkResults(
  directory: string,
  paths: readonly string[],
  results: ReadonlyMap<string, Measured>,
  since: number,
): Promise<Verdict> {
  const wrong: string[] = [];
  const changed: string[] = [];
  for (const path of paths) {
    const file = join(directory, path);
    const direct = await measureFile(file).catch(() => undefined);
    if (isDeepStrictEqual(direct, results.get(path))) continue;
    if (await hasChanged(file, since)) changed.push(path);
    else wrong.push(path);
  }
  return { right: paths.length - wrong.length - changed.length, wrong, changed };
}

async function hasChanged(file: string, since: number): Promise<boolean> {
  try {
    return (await stat(file)).ctimeMs >= since;
  } catch {
    return true;
  }
}
