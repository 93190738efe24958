// Says what went wrong in a sentence that a person can act on, and which exit code that is. What nobody foresaw is a
// fault of the program, and shows its stack.
import { LongshoreError } from '@longshore/core';
import { CommandError } from './command-error.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { Output } from './print/output.js';
import { printable } from './print/text.js';
import { UsageError } from './usage-error.js';

const USAGE_CODES: ReadonlySet<string> = new Set([
  'ERR_USAGE',
  'ERR_INVALID_OPTION',
  'ERR_INVALID_NAME',
  'ERR_INVALID_PAYLOAD',
  'ERR_INVALID_CURSOR',
  'ERR_PAYLOAD_TOO_LARGE',
]);
/** `longshore dev` cannot start a Redis of its own. */
const NO_SERVER_CODES: ReadonlySet<string> = new Set(['ERR_NO_REDIS_SERVER', 'ERR_REDIS_START']);

/** Prints the error on standard error, as JSON where results are JSON. */
export function explainError(error: unknown, output: Output): ExitCode {
  const { code, message, stack } = error as NodeJS.ErrnoException;
  const isExpected =
    error instanceof UsageError ||
    error instanceof CommandError ||
    error instanceof LongshoreError ||
    (code !== undefined && NO_SERVER_CODES.has(code));
  if (output.isJson) output.note(JSON.stringify({ error: { code: code ?? 'ERR_INTERNAL', message } }));
  else if (isExpected) output.note(`longshore: ${message.split('\n').map(printable).join('\n')} (${code})`);
  else output.note(`longshore: ${stack ?? String(error)}`);
  // A command that says itself what is wrong means something that it met, not what was typed.
  const isUsage = code !== undefined && USAGE_CODES.has(code) && !(error instanceof CommandError);
  return isUsage ? EXIT.usage : EXIT.failed;
}
