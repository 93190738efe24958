// Loads a module with handlers, in the worker process that will run them. What keeps it from loading is said in a
// sentence. The path comes from the command line or the configuration, never from a job.
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CommandError } from '../command-error.js';

const TYPESCRIPT = /\.[mc]?tsx?$/;
/** Node.js has no way to read the file, or strips types alone and this needs more than that. */
const UNREADABLE: ReadonlySet<string | undefined> = new Set([
  'ERR_UNKNOWN_FILE_EXTENSION',
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
]);
/** `at load (file:///app/handlers.js:3:9)`, `at file:///app/handlers.js:3:9`, `at Object.<anonymous> (/app/handlers.cjs:3:9)`. */
const FRAME = /^\s+at (?:.* \()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?:\d+:\d+)\)?$/m;
/** A file that cannot be parsed heads the stack, with the line and a picture of it. */
const UNPARSED = /^((?:file:\/\/|\/|[A-Za-z]:[\\/]).*:\d+)$/m;
/** How long Node.js may take to check a file. */
const CHECK_MS = 5000;

/**
 * Imports it.
 *
 * @param path absolute
 * @throws {CommandError} `ERR_HANDLERS_NOT_FOUND`, `ERR_HANDLERS_TYPESCRIPT`, or `ERR_HANDLERS_FAILED` with what it threw and where
 */
export async function importHandlers(path: string): Promise<Readonly<Record<string, unknown>>> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) {
    const problem = found?.isDirectory() ? 'is a folder; name a module in it' : 'there is no such file';
    throw new CommandError('ERR_HANDLERS_NOT_FOUND', `${path}: ${problem}`);
  }
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    throw await explain(path, error);
  }
}

async function explain(path: string, cause: unknown): Promise<CommandError> {
  const { code, message } = cause as NodeJS.ErrnoException;
  // It may be a module that the handlers import.
  const isTypeScript = TYPESCRIPT.test(path) || message?.includes('".ts"') === true;
  if (isTypeScript && UNREADABLE.has(code))
    return new CommandError('ERR_HANDLERS_TYPESCRIPT', advise(path, cause), { cause });
  const told = cause instanceof Error ? `${cause.name}: ${message}` : String(cause);
  const where = cause instanceof Error ? (placeIn(cause.stack) ?? (await placeOfSyntaxError(path, cause))) : undefined;
  const at = where === undefined ? '' : ` (${where})`;
  return new CommandError('ERR_HANDLERS_FAILED', `${path}: failed to load: ${told}${at}`, { cause });
}

function advise(path: string, cause: unknown): string {
  const { code, message, stack } = cause as NodeJS.ErrnoException;
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX')
    return (
      `${path}: ${message} (${placeIn(stack) ?? 'in it or in what it imports'}); ` +
      "write it without, or run with NODE_OPTIONS='--import tsx' where tsx is installed"
    );
  const what = extname(path) === '.tsx' ? 'a .tsx file' : 'TypeScript';
  return (
    `${path}: Node.js ${process.versions.node} does not run ${what}: use Node.js 22.18 or newer, ` +
    "or NODE_OPTIONS='--import tsx' where tsx is installed, or compile it"
  );
}

/** The line of a file on disk from which it came; nothing where the stack has none. */
function placeIn(stack = ''): string | undefined {
  const place = UNPARSED.exec(stack)?.[1] ?? FRAME.exec(stack)?.[1];
  if (place === undefined || !place.startsWith('file://')) return place && `at ${place}`;
  const [, url, position] = /^(.*?)((?::\d+)+)$/.exec(place) ?? [];
  return url === undefined ? `at ${place}` : `at ${fileURLToPath(url)}${position}`;
}

/** Node.js keeps the place of a syntax error in an ES module to itself; it tells who has it check the file. */
async function placeOfSyntaxError(path: string, error: Error): Promise<string | undefined> {
  if (error.name !== 'SyntaxError') return undefined;
  const told = await new Promise<string>((resolve) => {
    execFile(process.execPath, ['--check', path], { timeout: CHECK_MS }, (_error, _out, words) => resolve(words));
  });
  return placeIn(told) ?? 'in a module that it imports';
}
