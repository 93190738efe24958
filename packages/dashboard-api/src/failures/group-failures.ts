// Failed jobs in groups: those of one name whose errors are of one kind.
import { createHash } from 'node:crypto';
import type { ListedJob } from '@longshore/core';
import { evenMessage } from './even-message.js';

/** Failures of one kind. */
export interface FailureGroup {
  readonly key: string;
  /** The name of the jobs. */
  readonly name: string;
  /** Its message is even; see evenMessage. */
  readonly error: { readonly name: string; readonly code?: string; readonly message: string };
  readonly count: number;
  /** When the first and the last of them failed, Redis ms. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** The last of them. */
  readonly sampleId: string;
}

const UNRECORDED = { name: 'Error', message: 'the error was not recorded' };

/** @param jobs the newest first, as lists have them; the groups are so too */
export function groupFailures(jobs: readonly ListedJob[]): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const {
    id,
    name,
    error: { name: type, code, message } = UNRECORDED as ListedJob['error'] & object,
    endedAt = 0,
  } of jobs) {
    const even = evenMessage(message);
    const key = keyOf(name, type, code ?? '', even);
    const group = groups.get(key);
    if (group) groups.set(key, { ...group, count: group.count + 1, firstAt: endedAt });
    else {
      const error = { name: type, ...(code === undefined ? {} : { code }), message: even };
      groups.set(key, { key, name, error, count: 1, firstAt: endedAt, lastAt: endedAt, sampleId: id });
    }
  }
  return [...groups.values()];
}

const keyOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
