// The error of a job as it may be shown. The redact hook may make anything of it; what is no error any more is not shown.
import type { RecordedError } from '@longshore/core';
import type { Context } from '../context.js';

/** Whose it is. */
export interface Job {
  readonly queue: string;
  readonly name: string;
}

const HIDDEN = { name: 'Error', message: 'not shown' };

export function shownError(context: Context, error: RecordedError, job: Job): RecordedError {
  const made = context.shown(error, { kind: 'error', ...job }) as Partial<RecordedError> | null | undefined;
  const { name, message, code, stack } = made ?? {};
  if (typeof name !== 'string' || typeof message !== 'string') return HIDDEN;
  return {
    name,
    message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof stack === 'string' ? { stack } : {}),
  };
}
