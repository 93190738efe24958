import type { Notice, TerminalState } from '@longshore/core';

/** How what is watched stands in one moment. */
export interface Standing {
  /** The last notice that was posted. */
  readonly notice?: Notice;
  /** How and when the job ended. */
  readonly end?: { readonly state: TerminalState; readonly endedAt: number };
}

/** The progress of one job, or one board. */
export interface NoticeSource {
  /** @throws a problem with the status 404 when there is no such thing; errors of Redis */
  read(): Promise<Standing>;
  /** What is posted after `since`, through lost connections; ends with the job, or when `signal` says so. */
  follow(since: number, signal: AbortSignal): AsyncIterable<Notice>;
  /** A value as it may be shown. */
  shown(value: unknown): unknown;
  /** Nobody needs it any more. */
  close(): void;
}
