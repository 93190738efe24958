// A notice as watchers get it: read once, shown once, and written once for each place where the API is mounted, however
// many watch.
import type { Notice, TerminalState } from '@longshore/core';

/** How a job ended, or that it was taken away. */
export type LastState = TerminalState | 'removed';

/** What is answered, and what the data of an event is. */
export interface NoticeDocument {
  readonly value: unknown;
  readonly seq: number;
  readonly at: number;
  /** Of the last notice of a job. */
  readonly state?: LastState;
  /** Where the next one is; null behind the last. */
  readonly next_update_url: string | null;
}

export class Posted {
  readonly #frames = new Map<string, Buffer>();

  private constructor(
    readonly seq: number,
    readonly at: number,
    readonly value: unknown,
    readonly state?: LastState,
  ) {}

  static of({ seq, at, value }: Notice): Posted {
    return new Posted(seq, at, value);
  }

  /**
   * The last notice of a job that has ended. Its number follows from what Redis keeps, so that it is the same in every process
   * and after every restart: above all progress of that run, and below what a retried run posts later, since numbers are
   * Redis's µs. (Where its clock was set back between the two, the first progress of the later run may be passed over.)
   */
  static ending(state: TerminalState, endedAt: number, progress: Posted | undefined): Posted {
    const seq = Math.max((progress?.seq ?? 0) + 1, endedAt * 1000);
    return new Posted(seq, endedAt, progress?.value ?? null, state);
  }

  /** The last notice of a job that is no longer there. Nobody asks for its successor: the job is unknown from now on. */
  static removal(now: number, progress: Posted | undefined): Posted {
    return new Posted(Math.max((progress?.seq ?? 0) + 1, now * 1000), now, progress?.value ?? null, 'removed');
  }

  /** @param path where it is watched, seen from outside; `more` is added to the query of the next update */
  document(path: string, more = ''): NoticeDocument {
    const { seq, at, value, state } = this;
    const next = state === undefined ? `${path}?since=${seq}${more}` : null;
    return { value, seq, at, ...(state === undefined ? {} : { state }), next_update_url: next };
  }

  /** The same as a server-sent event. */
  frame(path: string): Buffer {
    let frame = this.#frames.get(path);
    if (!frame) {
      frame = Buffer.from(`id: ${this.seq}\ndata: ${JSON.stringify(this.document(path))}\n\n`);
      this.#frames.set(path, frame);
    }
    return frame;
  }
}
