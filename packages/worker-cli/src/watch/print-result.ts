import type { Output } from '../print/output.js';
import { printable } from '../print/text.js';

/** Shows what a handler returned, as JSON over several lines; nothing where it returned nothing. */
export function printResult(result: unknown, output: Output): void {
  if (result === undefined || result === null) return;
  // JSON escapes some of what moves the cursor, not all.
  for (const line of JSON.stringify(result, undefined, 2).split('\n')) output.line(printable(line));
}
