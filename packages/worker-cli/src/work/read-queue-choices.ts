// Reads what `--queue` says: a name, or a name and its weight.
import { defineQueue, LongshoreError } from '@longshore/core';
import { UsageError } from '../usage-error.js';
import type { QueueChoice } from './messages.js';

const DECIMAL = /^\d{1,7}(\.\d{1,3})?$/;
/** As core takes weights. */
const WEIGHT = { least: 0.001, most: 1_000_000 };

/**
 * @param texts `mail`, `bulk=2`, `bulk=0.5`
 * @param strict the order says which goes first, so that no queue can have a weight
 * @throws {UsageError} naming the text that is wrong
 */
export function readQueueChoices(texts: readonly string[], strict: boolean): QueueChoice[] {
  const choices = texts.map((text) => readChoice(text, strict));
  const names = choices.map(({ name }) => name);
  const again = names.find((name, i) => names.indexOf(name) !== i);
  if (again !== undefined) throw new UsageError(`--queue ${again}: it is chosen twice`);
  return choices;
}

function readChoice(text: string, strict: boolean): QueueChoice {
  // The name may have the sign in it too: the last one parts.
  const end = text.lastIndexOf('=');
  if (end < 0) return { name: readName(text, text), weight: undefined };
  const weight = DECIMAL.test(text.slice(end + 1)) ? Number(text.slice(end + 1)) : Number.NaN;
  if (!(weight >= WEIGHT.least && weight <= WEIGHT.most))
    throw new UsageError(`--queue ${text}: expected a weight from ${WEIGHT.least} to ${WEIGHT.most} after the =`);
  if (strict)
    throw new UsageError(`--queue ${text}: with --strict the order says which queue goes first; leave the weight out`);
  return { name: readName(text.slice(0, end), text), weight };
}

function readName(name: string, text: string): string {
  try {
    return defineQueue(name).name;
  } catch (error) {
    if (!(error instanceof LongshoreError)) throw error;
    throw new UsageError(`--queue ${text}: ${error.message.replace(/^queue: /, '')}`);
  }
}
