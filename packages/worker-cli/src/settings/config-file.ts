// Finds and loads longshore.config.{js,mjs,json}: in the folder of the call, or in the nearest above it that has one.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { lilconfig } from 'lilconfig';
import { UsageError } from '../usage-error.js';

const NAMES = ['longshore.config.js', 'longshore.config.mjs', 'longshore.config.json'];

export interface ConfigFile {
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const load = async (path: string): Promise<unknown> => (await import(pathToFileURL(path).href)).default;
const search = lilconfig('longshore', {
  searchPlaces: NAMES,
  stopDir: '/',
  loaders: { '.js': load, '.mjs': load, '.json': (_path, content) => JSON.parse(content) },
});

/**
 * @param path a file that was named, instead of looking for one
 * @throws {UsageError} when it cannot be read, fails when it is loaded, or is no object
 */
export async function readConfigFile(from: string, path?: string): Promise<ConfigFile | undefined> {
  let found: Awaited<ReturnType<typeof search.search>>;
  try {
    if (path !== undefined) await readFile(path);
    found = path === undefined ? await search.search(from) : await search.load(path);
  } catch (error) {
    throw new UsageError(`${path ?? 'longshore.config'}: ${(error as Error).message}`, { cause: error });
  }
  if (!found) return undefined;
  const { config, filepath } = found;
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new UsageError(
      `${filepath}: expected an object as ${filepath.endsWith('.json') ? 'content' : 'default export'}`,
    );
  return { path: filepath, values: config as Record<string, unknown> };
}
