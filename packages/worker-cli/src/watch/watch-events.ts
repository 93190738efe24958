// What the watching of a job tells to whoever shows it.
import type { Explanation, LongshoreError, Notice } from '@longshore/core';

/** Which job is watched. */
export interface WatchedJob {
  readonly queue: string;
  readonly id: string;
  /** What its handler is called. */
  readonly name: string;
}

export type WatchEvent =
  /** Where the job is now, as far as something changed or a second has passed. */
  | { readonly is: 'standing'; readonly standing: Explanation }
  | { readonly is: 'notice'; readonly notice: Notice }
  /** Redis does not answer, or not as it should. */
  | { readonly is: 'away'; readonly message: string }
  /** It answers again. */
  | { readonly is: 'back' };

/** How it ended: what the handler returned, or the error that `result()` rejects with. */
export type Ending =
  | { readonly state: 'completed'; readonly result: unknown }
  | { readonly state: 'failed' | 'cancelled' | 'expired' | 'missing'; readonly error: LongshoreError };

/** Shows a watch: as a picture, as lines, as JSON. */
export interface WatchScreen {
  tell(event: WatchEvent): void;
  end(ending: Ending): void;
  /** Nobody waits for the end any more: leaves the terminal as it was. */
  leave(): void;
}
