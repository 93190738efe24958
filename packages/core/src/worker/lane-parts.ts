// What a lane is made of, and whom it tells.
import type { LongshoreError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { Connection } from '../redis/connection.js';
import type { QueueKeys } from '../redis/keys.js';
import type { BlockReader } from './block-reader.js';
import type { Ending } from './ending.js';
import type { Hand } from './hand.js';
import type { Prefetch } from './prefetch.js';

/** What Redis made of a report. `cancelled`: somebody had ordered that, whatever the report said. */
export type Settling = 'settled' | 'stale' | 'cancelled';

interface LaneSettings {
  readonly leaseMs: number;
  readonly early: boolean;
  /** Suspects have a place of their own: a process beside this one. */
  readonly hasPlace: boolean;
  readonly keepCompleted: number;
  /** The deadline of a command, ms; never longer than half a lease. */
  readonly deadlineMs: number;
}

export interface LaneParts {
  readonly keys: QueueKeys;
  readonly connection: Connection;
  readonly reader: BlockReader;
  readonly hand: Hand;
  readonly prefetch: Prefetch;
  readonly settings: LaneSettings;
  readonly log: Logger;
  /** What a worker says of itself when it registers. */
  readonly about: () => string;
  /** Redis has taken the report, or has refused it because the claim was gone. */
  readonly onSettled: (ending: Ending, how: Settling) => void;
  readonly onEntered: (wid: string) => void;
  readonly onFenced: (wid: string) => void;
  readonly onError: (error: LongshoreError) => void;
  /** What is in hand, and what is asked for, has changed. */
  readonly onHand: () => void;
  /** When a beat was last sent that succeeded, `performance.now()`. */
  readonly lastBeatAt: () => number;
}
