// JSON as it is typed, or as it comes on standard input.
import { printable } from '../print/text.js';
import { UsageError } from '../usage-error.js';
import { jsonFault } from './json-fault.js';

/** More than any payload may have, with room for its spaces. */
const MOST_BYTES = 8 * 2 ** 20;
const SHOWN = 20;

/**
 * Reads a value. `-` stands for standard input.
 *
 * @param name what it is called where it is wrong
 * @throws {UsageError} naming the place where it stops being JSON
 */
export async function readJson(typed: string, name: string): Promise<unknown> {
  const text = typed === '-' ? await readAll(name) : typed;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name}: not JSON${placeOf(text, jsonFault(text))}`, { cause: error });
  }
}

function placeOf(text: string, at: number | undefined): string {
  if (at === undefined) return '';
  if (at >= text.length) return text.trim() === '' ? ': there is no text' : ': the text ends too early';
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  const rest = text.slice(at, at + SHOWN);
  return ` at line ${before.length}, column ${column}: ${printable(rest)}${text.length > at + SHOWN ? '…' : ''}`;
}

async function readAll(name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new UsageError(`${name}: standard input has more than ${MOST_BYTES} bytes`);
  }
  return Buffer.concat(chunks).toString('utf8');
}
