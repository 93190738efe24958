// How far a job is, read in one small call: what a progress page needs, and neither data nor result, which may be large.
import type { TerminalState } from '../job/state.js';
import type { Notice } from '../redis/read-notice.js';
import type { Untyped } from '../untyped.js';

/** How far a job is. */
export interface JobGlance<T = Untyped> {
  /** The name that it was added with. */
  readonly name: string;
  /** Its last progress; absent when none was posted. It stays when the job is retried, until the new run posts. */
  readonly progress?: Notice<T>;
  /** How it ended; absent while it lives. */
  readonly state?: TerminalState;
  /** When it ended, Redis ms. */
  readonly endedAt?: number;
}

/** The fields as the script brings them; `''` where there is nothing. */
export interface GlanceFields {
  readonly state: string;
  readonly endedAt: string;
  /** How the message begins: with the name, as JSON. */
  readonly message: string;
  readonly seq: string;
  readonly at: string;
  readonly value: string;
}

export function readGlance<T>({ state, endedAt, message, seq, at, value }: GlanceFields): JobGlance<T> {
  const name = /^"(?:[^"\\]|\\.)*"/.exec(message)?.[0];
  return {
    // Of a message that is broken or of a later format the name is not known; how far the job is can be told all the same.
    name: name === undefined ? '' : JSON.parse(name),
    ...(value === '' ? {} : { progress: { seq: Number(seq), at: Number(at), value: JSON.parse(value) } }),
    ...(state === 'live' ? {} : { state: state as TerminalState, endedAt: Number(endedAt) }),
  };
}
