// The ends of claims that Redis has not heard of yet. A report whose reply was lost stays and is sent again: the token
// decides, and a report that arrives twice changes nothing.
import type { Logger } from '../logger.js';
import type { Connection } from '../redis/connection.js';
import type { QueueKeys } from '../redis/keys.js';
import { look } from '../redis/scripts.js';
import type { Claim } from './claim.js';
import { type Ending, released } from './ending.js';

/** What one exchange may carry. What did not complete is settled one by one, and counts eightfold: a call takes a millisecond or two. */
const MOST_ENDINGS = 500;
const OTHERS_COUNT = 8;
const MOST_BYTES = 262_144;

export class Outbox {
  #endings: Ending[] = [];

  constructor(
    readonly connection: Connection,
    readonly keys: QueueKeys,
    readonly deadlineMs: number,
    readonly log: Logger,
  ) {}

  get isEmpty(): boolean {
    return this.#endings.length === 0;
  }

  add(ending: Ending): void {
    this.#endings.push(ending);
  }

  /** Claims that go back as they came. */
  release(claims: readonly Claim[]): void {
    for (const claim of claims) this.#endings.push(released(claim));
  }

  /** As much as one exchange may carry; a single large one goes alone. */
  take(): Ending[] {
    const all = this.#endings;
    let count = 0;
    let weight = 0;
    let bytes = 0;
    for (const { report } of all) {
      weight += report.verdict === 'completed' ? 1 : OTHERS_COUNT;
      bytes += 'record' in report ? report.record.length : 0;
      if (count > 0 && (weight > MOST_ENDINGS || bytes > MOST_BYTES)) break;
      count++;
    }
    this.#endings = all.slice(count);
    return count === all.length ? all : all.slice(0, count);
  }

  /** The reply was lost: whether these arrived is unknown. */
  putBack(endings: readonly Ending[]): void {
    for (const ending of endings) ending.resent = true;
    this.#endings = endings.concat(this.#endings);
  }

  /** The worker is fenced: nothing that it held may be reported any more. */
  clear(): void {
    this.#endings = [];
  }

  /**
   * Which of the stale ones were truly refused. A report that was sent twice comes back as stale when the first one did arrive: its
   * terminal record then names this worker.
   */
  async refused(endings: readonly Ending[], stale: readonly string[]): Promise<ReadonlySet<string>> {
    const refused = new Set(stale);
    const doubtful = endings.filter((ending) => ending.resent && refused.has(ending.claim.id));
    if (doubtful.length === 0) return refused;
    let records: string[] = [];
    try {
      const ids = doubtful.map((ending) => ending.claim.id);
      records = await look.run(this.connection, this.keys, { ids }, this.deadlineMs);
    } catch (err) {
      this.log.debug({ err }, 'could not look up reports that were sent twice; they count as stale');
    }
    for (const [i, { claim, report }] of doubtful.entries()) {
      // Only a terminal report leaves a record. That a retry or a hand-back arrived cannot be seen; it is believed.
      const terminal = report.verdict === 'completed' || report.verdict === 'failed';
      if (!terminal || records[i]?.includes(`"${claim.wid}"`)) refused.delete(claim.id);
    }
    return refused;
  }
}
