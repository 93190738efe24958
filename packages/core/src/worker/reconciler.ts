// Compares what Redis says a worker holds with what it has in hand: the replies of requests that failed may be lost, but
// what they did is not.
import type { Connection } from '../redis/connection.js';
import type { QueueKeys } from '../redis/keys.js';
import { recall, reconcile } from '../redis/scripts.js';
import { Claim } from './claim.js';
import type { Hand } from './hand.js';

export interface Found {
  /** Moved by a blocked read, and not claimed. */
  readonly unclaimed: readonly string[];
  /** Claimed, and not in hand: they run under the token they have. */
  readonly claims: readonly Claim[];
  /** Claimed ids that shall be cancelled. */
  readonly ordered: readonly string[];
}

/** The most claims that are taken up at once; the rest follows the next time. */
const MOST_CLAIMS = 1000;

export class Reconciler {
  constructor(
    readonly connection: Connection,
    readonly keys: QueueKeys,
    readonly hand: Hand,
    readonly deadlineMs: number,
  ) {}

  /** Undefined when the worker is fenced. */
  async find(wid: string): Promise<Found | undefined> {
    const { connection, keys, hand, deadlineMs } = this;
    const holdings = await reconcile.run(connection, keys, { wid }, deadlineMs);
    if (!holdings) return undefined;
    const unclaimed = holdings.unclaimed.filter((id) => !hand.has(id));
    const unknown = [...holdings.claimed.keys()].filter((id) => !hand.has(id)).slice(0, MOST_CLAIMS);
    const { ordered } = holdings;
    if (unknown.length === 0) return { unclaimed, claims: [], ordered };
    const { messages, tries } = await recall.run(connection, keys, { ids: unknown }, deadlineMs);
    const claims: Claim[] = [];
    for (const [i, id] of unknown.entries()) {
      // A read that claims may have brought it meanwhile.
      if (hand.has(id)) continue;
      const held = holdings.claimed.get(id) as string;
      claims.push(new Claim(id, wid, held, messages[i] ?? '', tries[i] ?? undefined, performance.now(), Date.now()));
    }
    return { unclaimed, claims, ordered };
  }
}
