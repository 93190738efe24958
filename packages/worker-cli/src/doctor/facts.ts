// What was learnt from a server, as the judges take it. What this user may not ask is undefined.

export interface Facts {
  /** Fields of INFO. */
  readonly info: ReadonlyMap<string, string> | undefined;
  /** Settings by CONFIG GET; managed servers often refuse it. */
  readonly config: ReadonlyMap<string, string> | undefined;
  readonly clock: ClockFacts | undefined;
  /** How long each PING took, ms. */
  readonly pings: readonly number[];
  readonly rights: RightsFacts | undefined;
}

export interface ClockFacts {
  /** How far the server's clock is ahead of this machine's, ms. */
  readonly aheadMs: number;
  /** It is right to half of this, ms. */
  readonly roundTripMs: number;
}

export interface RightsFacts {
  readonly user: string | undefined;
  /** Commands that Longshore needs and this user may not run. */
  readonly missing: readonly string[];
  /** The server refused the keys or channels of this prefix. */
  readonly refused: readonly ('keys' | 'channels')[];
}
