// The cursor of a list: where its page ended, and a mark of what was asked for, so that it cannot go on in another list.
import { createHash } from 'node:crypto';
import { InvalidCursorError } from '../errors.js';
import type { Place } from '../redis/insight.js';

/** The mark of one list: its queue, state, order and filters. */
export const markOf = (...asked: readonly (string | undefined)[]): string =>
  createHash('sha1').update(JSON.stringify(asked)).digest('base64url').slice(0, 12);

export function encodeCursor(mark: string, { source, position, anchor }: Place): string {
  return Buffer.from(JSON.stringify([mark, source, position, anchor])).toString('base64url');
}

/** @throws {InvalidCursorError} */
export function decodeCursor(text: unknown, mark: string, field: string): Place {
  const parts = parse(text);
  if (!parts) throw new InvalidCursorError(field, 'is no cursor of a list');
  const [marked, source, position, anchor] = parts as [string, string, string, string];
  if (marked !== mark) throw new InvalidCursorError(field, 'is one of another queue, state, order or filter');
  return { source, position, anchor };
}

function parse(text: unknown): readonly string[] | undefined {
  if (typeof text !== 'string' || text.length > 2000) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    const isCursor = Array.isArray(parts) && parts.length === 4 && parts.every((part) => typeof part === 'string');
    // A position is a number, or two: what else were given to Redis as one would be its error, not the caller's.
    return isCursor && /^-?\d{1,20}(?::\d{1,20})?$/.test(String(parts[2])) ? parts : undefined;
  } catch {
    return undefined;
  }
}
